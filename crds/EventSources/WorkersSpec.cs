using System.Text.Json;
using ExtensibleWebhooks.Crds.Schema;

namespace ExtensibleWebhooks.Crds.EventSources;

/// <summary>The pods that do the work.</summary>
public sealed record WorkersSpec
{
    /// <summary>How many pods. An embedded log has exactly one.</summary>
    [Default("1")]
    [Range(0, 64)]
    public int Replicas { get; init; } = 1;

    /// <summary>Scales the pods by their lag; only with a shared log (engine Redis).</summary>
    public AutoscalingSpec? Autoscaling { get; init; }

    /// <summary>Requests and limits of the worker container, as in a pod. Absent: the chart's defaults.</summary>
    [AnyObject]
    public JsonElement? Resources { get; init; }

    /// <summary>What else the pods carry.</summary>
    public PodTemplateSpec? PodTemplate { get; init; }
}

/// <summary>Bounds and aim of the autoscaler.</summary>
[CelRule("self.minReplicas <= self.maxReplicas", "autoscaling.minReplicas is above maxReplicas: lower it or raise maxReplicas", nameof(MinIsWithinMax))]
public sealed record AutoscalingSpec
{
    /// <summary>Fewest pods that the autoscaler asks for.</summary>
    [Default("1")]
    [Range(1, 64)]
    public int MinReplicas { get; init; } = 1;

    /// <summary>Most pods that the autoscaler asks for.</summary>
    [Range(1, 64)]
    public required int MaxReplicas { get; init; }

    /// <summary>Events that may wait for each pod before another is added.</summary>
    [Default("10000")]
    [Range(1, 100_000_000)]
    public int TargetLagPerReplica { get; init; } = 10_000;

    internal bool MinIsWithinMax => MinReplicas <= MaxReplicas;
}

/// <summary>What the pods carry beside what the operator gives them. Each block is as in a pod.</summary>
public sealed record PodTemplateSpec
{
    /// <summary>More labels. Those of the operator win.</summary>
    [Items(0, 64)]
    [Each(0, 63)]
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>More annotations. Those of the operator win.</summary>
    [Items(0, 64)]
    [Each(0, 4096)]
    public IReadOnlyDictionary<string, string>? Annotations { get; init; }

    /// <summary>Labels of the nodes that the pods may run on.</summary>
    [Items(0, 64)]
    [Each(0, 63)]
    public IReadOnlyDictionary<string, string>? NodeSelector { get; init; }

    /// <summary>Taints that the pods tolerate.</summary>
    [AnyObject]
    [Items(0, 64)]
    public IReadOnlyList<JsonElement>? Tolerations { get; init; }

    /// <summary>Affinity of the pods.</summary>
    [AnyObject]
    public JsonElement? Affinity { get; init; }

    /// <summary>How the pods spread over zones and nodes.</summary>
    [AnyObject]
    [Items(0, 16)]
    public IReadOnlyList<JsonElement>? TopologySpreadConstraints { get; init; }

    /// <summary>Names of the Secrets that pull the image.</summary>
    [Items(0, 16)]
    [Each(1, 253)]
    public IReadOnlyList<string>? ImagePullSecrets { get; init; }

    /// <summary>Priority class of the pods.</summary>
    [Length(1, 253)]
    public string? PriorityClassName { get; init; }
}
