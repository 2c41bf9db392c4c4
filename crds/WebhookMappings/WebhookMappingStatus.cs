using ExtensibleWebhooks.Crds.Conditions;

namespace ExtensibleWebhooks.Crds.WebhookMappings;

/// <summary>What the operator found.</summary>
public sealed record WebhookMappingStatus
{
    /// <summary>The generation of the spec that this status speaks of.</summary>
    public long? ObservedGeneration { get; init; }

    /// <summary>Ready is true when all others are.</summary>
    [Schema.MergeKey("type")]
    public IReadOnlyList<Condition> Conditions { get; init; } = [];

    /// <summary>Events that matched so far.</summary>
    public long? Matched { get; init; }

    /// <summary>When an event last matched.</summary>
    public DateTime? LastMatchTime { get; init; }
}
