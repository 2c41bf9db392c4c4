using ExtensibleWebhooks.Egress;

namespace ExtensibleWebhooks.Worker.Hosting;

/// <summary>What a worker process is told at its start. The defaults are those of a pod.</summary>
internal sealed record WorkerOptions
{
    /// <summary>The folder with config.json and the credential files. It may be empty, or missing: the worker waits for it.</summary>
    public string ConfigFolder { get; init; } = "/etc/webhooks";

    /// <summary>The folder of the event log; created if missing; on a local disk.</summary>
    public string DataFolder { get; init; } = "/var/lib/webhooks";

    /// <summary>Where events are accepted. Port 0: any free one.</summary>
    public string IngestUrl { get; init; } = "http://+:8080";

    /// <summary>Where metrics, health and inspect are.</summary>
    public string ManagementUrl { get; init; } = "http://+:9090";

    public EgressOptions Egress { get; init; } = new();

    /// <summary>How long the deliveries under way may take at the end. Below a pod's default grace period of 30 s.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(25);
}
