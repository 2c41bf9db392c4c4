using System.Text.Json.Serialization;
using ExtensibleWebhooks.Worker.DeadLetters;

namespace ExtensibleWebhooks.Worker.Inspect;

/// <summary>The body of <c>POST /inspect/v1/replay</c>.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record ReplayRequest
{
    /// <summary>Of the one who asks, at most 64 letters, digits and dashes: asking twice with the same id is one replay. Absent: made here.</summary>
    public string? Id { get; init; }

    public string? Destination { get; init; }

    /// <summary>Which of the destination's dead letters; absent: all of them.</summary>
    public DeadLetterFilter? DeadLetters { get; init; }

    /// <summary>1 to 10000; absent: 50.</summary>
    public int? RatePerSecond { get; init; }

    /// <summary>Only count.</summary>
    public bool DryRun { get; init; }
}
