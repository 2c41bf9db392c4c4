using ExtensibleWebhooks.Crds.EventSources;
using ExtensibleWebhooks.Crds.WorkerConfigs;

namespace ExtensibleWebhooks.Manager.Desired;

/// <summary>What the objects of one EventSource are called. All lie in its namespace. A valid source's name is short enough and good for a Service.</summary>
internal sealed record SourceNames
{
    private SourceNames(EventSource source)
    {
        Instance = source.Metadata.Name;
        Worker = $"{source.Metadata.Name}-worker";
        Ingest = $"{source.Metadata.Name}-ingest";
        GeneratedWriteKey = WorkerConfigBuilder.WriteKeyRef(source).Name;
    }

    /// <summary>Value of the instance label.</summary>
    public string Instance { get; }

    /// <summary>The StatefulSet, its headless Service and Secret, the PodDisruptionBudget, NetworkPolicy and PodMonitor.</summary>
    public string Worker { get; }

    /// <summary>The Service that events are posted to.</summary>
    public string Ingest { get; }

    /// <summary>The Secret with the generated write key; of no meaning when the source names its own.</summary>
    public string GeneratedWriteKey { get; }

    public static SourceNames Of(EventSource source) => new(source);
}
