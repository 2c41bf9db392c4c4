namespace ExtensibleWebhooks.Runtime.Cache;

/// <summary>What of a kind is cached.</summary>
public sealed class InformerOptions
{
    /// <summary>In metrics, probes and logs; null (the default): the resource's.</summary>
    public string? Name { get; set; }

    /// <summary>One list and watch each. Empty (the default) means all namespaces, or a cluster-scoped kind.</summary>
    public IReadOnlyList<string> Namespaces { get; set; } = [];

    /// <summary>As in <c>app.kubernetes.io/managed-by=me</c>; null (the default) for all.</summary>
    public string? LabelSelector { get; set; }

    /// <summary>As in <c>metadata.name=mine</c>; null (the default) for all.</summary>
    public string? FieldSelector { get; set; }

    /// <summary>The kind may be missing from the cluster (PodMonitor): until it is there, the cache is empty and counts as filled.</summary>
    public bool Optional { get; set; }
}
