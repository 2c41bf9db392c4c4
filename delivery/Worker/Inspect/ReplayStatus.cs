using ExtensibleWebhooks.Worker.Replays;

namespace ExtensibleWebhooks.Worker.Inspect;

/// <summary>A replay, as it is told.</summary>
internal sealed record ReplayStatus
{
    /// <summary>Absent where nothing was started.</summary>
    public string? Id { get; init; }

    public required string Destination { get; init; }

    /// <summary>The range of the log; absent: it is of dead letters.</summary>
    public EventRange? Events { get; init; }

    public required ReplayPhase Phase { get; init; }

    /// <summary>Webhooks: dead letters that were meant when it was asked for; of a range, what its events have made so far.</summary>
    public required long Matched { get; init; }

    /// <summary>Those that went back to the lane so far.</summary>
    public long Replayed { get; init; }

    public long Pending { get; init; }

    public long Delivered { get; init; }

    public long Failed { get; init; }

    /// <summary>Of a range: events that were looked at so far.</summary>
    public long? Read { get; init; }

    /// <summary>Of a range: events that were gone from the log when it came to them.</summary>
    public long? Missed { get; init; }

    /// <summary>Of a range that begins earlier than the log did when it was asked for: when that was. What came before is gone.</summary>
    public DateTimeOffset? LogBegins { get; init; }

    public required int RatePerSecond { get; init; }

    /// <summary>Only counted.</summary>
    public bool DryRun { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Why it failed.</summary>
    public string? Message { get; init; }

    public static ReplayStatus Of(Replay replay, ReplayFigures figures) => new()
    {
        Id = replay.Id,
        Destination = replay.Destination,
        Events = replay.Events,
        Phase = replay.Phase,
        Matched = replay.Matched,
        Replayed = figures.Replayed,
        Pending = figures.Pending,
        Delivered = figures.Delivered,
        Failed = figures.Failed,
        Read = replay.Progress?.Read,
        Missed = replay.Progress?.Missed,
        LogBegins = replay.Progress?.LogBegins,
        RatePerSecond = replay.RatePerSecond,
        DryRun = replay.DryRun,
        CreatedAt = replay.CreatedAt,
        Message = replay.Message,
    };
}
