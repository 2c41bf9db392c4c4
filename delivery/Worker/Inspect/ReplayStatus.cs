using ExtensibleWebhooks.Worker.Replays;

namespace ExtensibleWebhooks.Worker.Inspect;

/// <summary>A replay, as it is told.</summary>
internal sealed record ReplayStatus
{
    /// <summary>Absent where nothing was started.</summary>
    public string? Id { get; init; }

    public required string Destination { get; init; }

    public required ReplayPhase Phase { get; init; }

    /// <summary>Dead letters that were meant when it was asked for.</summary>
    public required long Matched { get; init; }

    /// <summary>Those that went back to the lane so far.</summary>
    public long Replayed { get; init; }

    public long Pending { get; init; }

    public long Delivered { get; init; }

    public long Failed { get; init; }

    public required int RatePerSecond { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Why it failed.</summary>
    public string? Message { get; init; }

    public static ReplayStatus Of(Replay replay, ReplayFigures figures) => new()
    {
        Id = replay.Id,
        Destination = replay.Destination,
        Phase = replay.Phase,
        Matched = replay.Matched,
        Replayed = figures.Replayed,
        Pending = figures.Pending,
        Delivered = figures.Delivered,
        Failed = figures.Failed,
        RatePerSecond = replay.RatePerSecond,
        CreatedAt = replay.CreatedAt,
        Message = replay.Message,
    };
}
