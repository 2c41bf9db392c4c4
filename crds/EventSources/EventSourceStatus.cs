using ExtensibleWebhooks.Crds.Conditions;

namespace ExtensibleWebhooks.Crds.EventSources;

/// <summary>What the operator found.</summary>
public sealed record EventSourceStatus
{
    /// <summary>The generation of the spec that this status speaks of.</summary>
    public long? ObservedGeneration { get; init; }

    /// <summary>Where events are posted to inside the cluster.</summary>
    public string? IngestUrl { get; init; }

    /// <summary>The Secret that holds the write key.</summary>
    public string? WriteKeySecretName { get; init; }

    /// <summary>The worker pods.</summary>
    public WorkerCounts? Workers { get; init; }

    /// <summary>What became of the events, since the worker started.</summary>
    public EventCounts? Events { get; init; }

    /// <summary>Ready is true when all others are.</summary>
    [Schema.MergeKey("type")]
    public IReadOnlyList<Condition> Conditions { get; init; } = [];
}

/// <summary>How many worker pods there should be, and how many are ready.</summary>
public sealed record WorkerCounts
{
    /// <summary>Pods that there should be.</summary>
    public int Desired { get; init; }

    /// <summary>Pods that are ready.</summary>
    public int Ready { get; init; }
}

/// <summary>What became of the events that were sent to this source.</summary>
public sealed record EventCounts
{
    /// <summary>Events that were kept.</summary>
    public long Accepted { get; init; }

    /// <summary>Events that were not valid.</summary>
    public long Rejected { get; init; }

    /// <summary>Events whose messageId was known already.</summary>
    public long Duplicates { get; init; }
}
