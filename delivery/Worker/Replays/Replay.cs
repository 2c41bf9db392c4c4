using ExtensibleWebhooks.Worker.DeadLetters;

namespace ExtensibleWebhooks.Worker.Replays;

/// <summary>Dead letters, or a time range of the log, that are sent again. It is kept in the store: a restart of the worker goes on with it.</summary>
internal sealed record Replay
{
    public required string Id { get; init; }

    public required string Destination { get; init; }

    /// <summary>Which dead letters, of that destination. Of a range of the log: all, and without meaning.</summary>
    public DeadLetterFilter Filter { get; init; } = DeadLetterFilter.All;

    /// <summary>The newest dead letter when it was asked for: what dies later, by this replay too, is not sent again by it.</summary>
    public long LastId { get; init; }

    /// <summary>Which events; null: it is one of dead letters.</summary>
    public EventRange? Events { get; init; }

    /// <summary>How far it is with <see cref="Events"/>; null without them.</summary>
    public EventProgress? Progress { get; init; }

    /// <summary>Webhooks: of dead letters how many there were when it was asked for, of a range how many were found so far.</summary>
    public required long Matched { get; init; }

    /// <summary>At most so many a second go back to the lane, which has its own rate limit and concurrency.</summary>
    public required int RatePerSecond { get; init; }

    /// <summary>Of a range: only counted.</summary>
    public bool DryRun { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required ReplayPhase Phase { get; init; }

    /// <summary>Why it failed; null otherwise.</summary>
    public string? Message { get; init; }

    public bool IsOpen => Phase is ReplayPhase.Running or ReplayPhase.Sending;
}
