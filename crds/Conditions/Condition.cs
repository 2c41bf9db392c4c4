using System.Text.Json.Serialization;
using ExtensibleWebhooks.Crds.Schema;

namespace ExtensibleWebhooks.Crds.Conditions;

/// <summary>One thing that is so, is not so, or is not known yet, as Kubernetes' metav1 conditions write it.</summary>
public sealed record Condition
{
    /// <summary>What is spoken of; one of the closed list of condition types.</summary>
    [Length(1, 316)]
    public required string Type { get; init; }

    /// <summary>True, False or Unknown.</summary>
    public required ConditionStatus Status { get; init; }

    /// <summary>The generation of the spec that this condition speaks of.</summary>
    public long? ObservedGeneration { get; init; }

    /// <summary>When the status last changed.</summary>
    public required DateTime LastTransitionTime { get; init; }

    /// <summary>Why, in one word of the closed list of reasons.</summary>
    [Length(1, 1024)]
    public required string Reason { get; init; }

    /// <summary>Why, in a sentence for people: the place, the value and what to do. Never a secret.</summary>
    [Length(0, 32_768)]
    public required string Message { get; init; }
}

[JsonConverter(typeof(JsonStringEnumConverter<ConditionStatus>))]
public enum ConditionStatus
{
    True,
    False,
    Unknown,
}
