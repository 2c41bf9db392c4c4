using ExtensibleWebhooks.Worker.EventLog;

namespace ExtensibleWebhooks.Worker.Replays;

/// <summary>How far a replay of a range of the log is.</summary>
internal sealed record EventProgress
{
    /// <summary>The next event to look at. Kept in the commit that parks what came before, so that a crash repeats none and loses none.</summary>
    public required LogPosition Next { get; init; }

    /// <summary>Where the range ends; that event is not in it.</summary>
    public required LogPosition End { get; init; }

    /// <summary>Events that were looked at.</summary>
    public long Read { get; init; }

    /// <summary>Events of the range that were gone from the log by then: retention, or a damaged block.</summary>
    public long Missed { get; init; }

    /// <summary>Since when the log held events, where that is later than the range begins; else null. What came before is gone, and nobody knows how much it was.</summary>
    public DateTimeOffset? LogBegins { get; init; }
}
