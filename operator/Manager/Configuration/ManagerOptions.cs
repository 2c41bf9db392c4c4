using System.Text.Json;
using System.Text.Json.Serialization;

namespace ExtensibleWebhooks.Manager.Configuration;

/// <summary>What the operator is told at its start: the configuration file, and where its own pod runs. The table of all settings is in the project's README.</summary>
internal sealed record ManagerOptions
{
    /// <summary>Namespaces whose objects are served. Empty: all of them.</summary>
    public IReadOnlyList<string> WatchNamespaces { get; init; } = [];

    /// <summary>Of several replicas one leads and writes, the others wait.</summary>
    public LeaseOptions LeaderElection { get; init; } = new();

    /// <summary>Port of <c>/metrics</c>, <c>/healthz</c> and <c>/readyz</c>.</summary>
    public int ManagementPort { get; init; } = 8080;

    /// <summary>How many EventSources are worked on at once, 1 to 64.</summary>
    public int MaxConcurrentReconciles { get; init; } = 4;

    public LogOptions Log { get; init; } = new();

    public AdmissionOptions Admission { get; init; } = new();

    [JsonPropertyName("oauth")]
    public OAuthOptions OAuth { get; init; } = new();

    public required WorkerOptions Workers { get; init; }

    public NetworkPolicyOptions NetworkPolicy { get; init; } = new();

    public PodMonitorOptions PodMonitor { get; init; } = new();
}

/// <summary>The Lease that the leader holds, in the operator's own namespace.</summary>
internal sealed record LeaseOptions
{
    /// <summary>False: this process always acts. Only for one that runs alone.</summary>
    public bool Enabled { get; init; } = true;

    public string LeaseName { get; init; } = "extensible-webhooks-operator";
}

internal sealed record LogOptions
{
    /// <summary>Trace, Debug, Information, Warning, Error, Critical or None.</summary>
    public LogLevel Level { get; init; } = LogLevel.Information;

    public LogFormat Format { get; init; } = LogFormat.Json;
}

internal enum LogFormat
{
    Json,
    Text,
}

/// <summary>Defaults of the worker pods.</summary>
internal sealed record WorkerOptions
{
    public required string Image { get; init; }

    /// <summary>Always, IfNotPresent or Never.</summary>
    public string ImagePullPolicy { get; init; } = "IfNotPresent";

    /// <summary>Names of Secrets in the EventSource's namespace that pull the image; those of its podTemplate come on top.</summary>
    public IReadOnlyList<string> ImagePullSecrets { get; init; } = [];

    /// <summary>Requests and limits where the EventSource names none, as in a pod. Null: 100m and 128Mi requested, memory limited to 512Mi.</summary>
    public JsonElement? Resources { get; init; }

    /// <summary>Group that may read the mounted Secret and write the volume. Null leaves the choice to the cluster (OpenShift).</summary>
    public long? FsGroup { get; init; } = 1654;

    public EgressOptions Egress { get; init; } = new();

    /// <summary>More environment variables of the container, as in a pod: a proxy's, say. No name twice, and none that begins with <c>WEBHOOKS_</c>, which are the operator's own.</summary>
    public IReadOnlyList<JsonElement> ExtraEnv { get; init; } = [];
}

/// <summary>Where workers may send to. Loopback, link-local, metadata and multicast addresses are refused whatever is set here.</summary>
internal sealed record EgressOptions
{
    /// <summary>Private networks that are allowed, as CIDR. Public addresses, and Services of the EventSource's own namespace by name, always are.</summary>
    public IReadOnlyList<string> AllowedCidrs { get; init; } = [];
}

/// <summary>The NetworkPolicy of the worker pods: events come in on 8080, the management port 9090 is the operator's and the monitoring's.</summary>
internal sealed record NetworkPolicyOptions
{
    public bool Enabled { get; init; } = true;

    /// <summary>Who may send events, as <c>from</c> of a NetworkPolicy. Empty: everyone.</summary>
    public IReadOnlyList<JsonElement> IngestFrom { get; init; } = [];

    /// <summary>Who besides the operator may reach the management port (metrics), as <c>from</c> of a NetworkPolicy. Empty: nobody.</summary>
    public IReadOnlyList<JsonElement> MetricsFrom { get; init; } = [];

    /// <summary>Rules of <c>egress</c>. Null: workers may connect to anywhere that the egress settings allow.</summary>
    public IReadOnlyList<JsonElement>? Egress { get; init; }
}

/// <summary>The PodMonitor of the worker pods, made where the cluster has that kind.</summary>
internal sealed record PodMonitorOptions
{
    public bool Enabled { get; init; } = true;

    /// <summary>Time between scrapes, as Prometheus writes it.</summary>
    public string Interval { get; init; } = "30s";

    /// <summary>Labels that a Prometheus selects monitors by.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();
}
