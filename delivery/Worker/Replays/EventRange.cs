using System.Text.Json.Serialization;

namespace ExtensibleWebhooks.Worker.Replays;

/// <summary>A time range of the log, by when events were accepted.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record EventRange
{
    /// <summary>Accepted then or later.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Accepted before; what was not accepted yet when the replay was asked for is not in it.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Of them, the events that this trigger is true of, as they are in the log; null: all.</summary>
    public string? Trigger { get; init; }
}
