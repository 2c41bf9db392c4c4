using System.Text.Json.Serialization;

namespace ExtensibleWebhooks.Worker.DeadLetters;

/// <summary>Which dead letters; everything that is set must hold. With nothing set: all.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record DeadLetterFilter
{
    /// <summary>The most ids in one filter.</summary>
    public const int MaxIds = 1000;

    public static readonly DeadLetterFilter All = new();

    public IReadOnlyList<long>? Ids { get; init; }

    /// <summary>A destination's name, also of one that is gone.</summary>
    public string? Destination { get; init; }

    public string? Mapping { get; init; }

    /// <summary>One of them.</summary>
    public IReadOnlyList<DeadLetterReason>? Reasons { get; init; }

    /// <summary>Given up then or later.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Given up before.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>The event's messageId, of whichever mapping.</summary>
    public string? MessageId { get; init; }

    public string? WebhookId { get; init; }

    [JsonIgnore]
    public bool IsAll => this == All;
}
