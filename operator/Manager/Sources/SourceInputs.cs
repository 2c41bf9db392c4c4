using ExtensibleWebhooks.Crds.EventSources;
using k8s.Models;

namespace ExtensibleWebhooks.Manager.Sources;

/// <summary>All that a plan for one EventSource follows from, as the caches have it at one moment.</summary>
internal sealed record SourceInputs
{
    public required EventSource Source { get; init; }

    /// <summary>The destinations of this source, by name.</summary>
    public required IReadOnlyList<Branch> Branches { get; init; }

    /// <summary>The Secrets that the source and its destinations refer to and that exist, by name.</summary>
    public required IReadOnlyDictionary<string, SecretSnapshot> Secrets { get; init; }

    /// <summary>The ConfigMaps that its destinations refer to and that exist, by name.</summary>
    public IReadOnlyDictionary<string, SecretSnapshot> ConfigMaps { get; init; } = new Dictionary<string, SecretSnapshot>();

    /// <summary>The worker's Secret as it is; null where there is none yet.</summary>
    public SecretSnapshot? WorkerSecret { get; init; }

    /// <summary>The worker's StatefulSet as it is; null where there is none yet.</summary>
    public V1StatefulSet? StatefulSet { get; init; }

    public required ServedKinds Served { get; init; }

    /// <summary>What a write key or an inspect token becomes where there is none yet: two texts that nobody can guess.</summary>
    public required FreshTokens Fresh { get; init; }
}
