using ExtensibleWebhooks.Crds.Conditions;
using ExtensibleWebhooks.Crds.Schema;

namespace ExtensibleWebhooks.Crds.WebhookReplays;

/// <summary>What became of the replay.</summary>
public sealed record WebhookReplayStatus
{
    /// <summary>The generation of the spec that this status speaks of.</summary>
    public long? ObservedGeneration { get; init; }

    /// <summary>How far it is.</summary>
    public ReplayPhase? Phase { get; init; }

    /// <summary>Webhooks that are meant: dead letters that matched when it began, or what the events that were looked at so far have made.</summary>
    public long? Matched { get; init; }

    /// <summary>Of them, those that the receiver has taken.</summary>
    public long? Delivered { get; init; }

    /// <summary>Of them, those that were given up again: they are dead letters.</summary>
    public long? Failed { get; init; }

    /// <summary>Of a range of events: how many were looked at so far.</summary>
    public long? Read { get; init; }

    /// <summary>Of a range of events: how many were gone from the log when the replay came to them.</summary>
    public long? Missed { get; init; }

    /// <summary>Of a range that begins earlier than the log did: since when the log had events. What came before is gone.</summary>
    public DateTime? LogBegins { get; init; }

    /// <summary>When the worker began with it.</summary>
    public DateTime? StartTime { get; init; }

    /// <summary>When it had ended.</summary>
    public DateTime? CompletionTime { get; init; }

    /// <summary>Ready is true when all others are: when the replay has succeeded.</summary>
    [MergeKey("type")]
    public IReadOnlyList<Condition> Conditions { get; init; } = [];
}

/// <summary>How far a replay is.</summary>
public enum ReplayPhase
{
    /// <summary>It has not begun.</summary>
    Pending,

    /// <summary>The worker carries it out.</summary>
    Running,

    /// <summary>Each webhook was delivered or given up again.</summary>
    Succeeded,

    /// <summary>It could not begin, or not go on.</summary>
    Failed,

    /// <summary>It was ended.</summary>
    Cancelled,
}
