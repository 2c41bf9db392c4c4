using ExtensibleWebhooks.Crds.Conditions;
using ExtensibleWebhooks.Engine.Checks;
using ExtensibleWebhooks.Manager.Desired;
using ExtensibleWebhooks.Runtime.Client;

namespace ExtensibleWebhooks.Manager.Planning;

/// <summary>What becomes of one EventSource: what there should be in the cluster, and what was found on the way.</summary>
internal sealed record SourcePlan
{
    /// <summary>What is wrong with the source.</summary>
    public required Findings Findings { get; init; }

    /// <summary>The spec does not hold together: what is running stays as it was. Not so for a field that cannot be changed, whose old value goes on.</summary>
    public bool IsBlocked => !Findings.IsValid && Findings.Reason != Reason.ImmutableField;

    /// <summary>The write key, where it is missing.</summary>
    public required IReadOnlyList<MissingSecret> Missing { get; init; }

    public required IReadOnlyList<BranchPlan> Branches { get; init; }

    /// <summary>To be created if it is not there; null where the user has one, or it exists.</summary>
    public DesiredObject? NewWriteKey { get; init; }

    public required WorkerSecretPlan WorkerSecret { get; init; }

    /// <summary>All other objects, in the order of their making.</summary>
    public IReadOnlyList<DesiredObject> Objects { get; init; } = [];

    /// <summary>Objects that earlier settings asked for and these do not.</summary>
    public IReadOnlyList<(ApiResource Resource, string Name)> Unwanted { get; init; } = [];
}
