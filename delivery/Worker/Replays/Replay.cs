using ExtensibleWebhooks.Worker.DeadLetters;

namespace ExtensibleWebhooks.Worker.Replays;

/// <summary>Dead letters that are sent again. It is kept in the store: a restart of the worker goes on with it.</summary>
internal sealed record Replay
{
    public required string Id { get; init; }

    public required string Destination { get; init; }

    /// <summary>Which; of that destination.</summary>
    public required DeadLetterFilter Filter { get; init; }

    /// <summary>The newest dead letter when it was asked for: what dies later, by this replay too, is not sent again by it.</summary>
    public required long LastId { get; init; }

    /// <summary>How many there were then.</summary>
    public required long Matched { get; init; }

    /// <summary>At most so many a second go back to the lane, which has its own rate limit and concurrency.</summary>
    public required int RatePerSecond { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required ReplayPhase Phase { get; init; }

    /// <summary>Why it failed; null otherwise.</summary>
    public string? Message { get; init; }
}
