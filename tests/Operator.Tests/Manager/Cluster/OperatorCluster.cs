using System.Security.Cryptography.X509Certificates;
using ExtensibleWebhooks.Manager.Configuration;
using ExtensibleWebhooks.Operator.Tests.Chart;
using ExtensibleWebhooks.Support;
using ExtensibleWebhooks.Support.Kubernetes;
using k8s;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ChartHelm = ExtensibleWebhooks.Operator.Tests.Chart.Helm;

namespace ExtensibleWebhooks.Operator.Tests.Manager.Cluster;

/// <summary>
/// A real API server with our kinds and the chart's roles, and an operator on it. There is no kubelet and no garbage collection: a test that needs a pod makes it.
/// One for all tests of a class, each in a namespace of its own.
/// </summary>
public class OperatorCluster : IAsyncLifetime
{
    /// <summary>Where the chart is installed, and the operator's lease lies.</summary>
    public const string OperatorNamespace = ChartHelm.Namespace;

    private const string User = $"system:serviceaccount:{OperatorNamespace}:{ChartHelm.Release}";
    private static readonly string[] RoleKinds = ["ServiceAccount", "ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding"];

    private readonly ApiServer _server = new();
    private RunningOperator? _operator;
    private string? _missing;

    public Kubectl Kubectl => _server.Kubectl;

    public ApiServer Server => _server;

    internal RunningOperator Operator => _operator ?? throw new InvalidOperationException("no operator runs");

    /// <summary>Switched off, unless a cluster has it on.</summary>
    private protected virtual AdmissionOptions Admission { get; } = new();

    /// <summary>Switched off, unless a cluster has them on.</summary>
    private protected virtual OAuthOptions OAuth { get; } = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public virtual async ValueTask InitializeAsync()
    {
        _missing = await ApiServer.WhyNotHereAsync(Cancelled);
        if (_missing is not null)
        {
            return;
        }

        await _server.StartAsync(Cancelled);
        await Kubectl.RunAsync(["create", "namespace", OperatorNamespace], Cancelled);

        // CEL rules are younger than the server: it drops them from what it creates, and refuses them in a server-side apply.
        await Kubectl.RunAsync(["create", "--validate=false", .. Directory.EnumerateFiles(RepositoryRoot.At("crds"), "*.yaml").SelectMany(path => new[] { "-f", path })], Cancelled);

        // A definition that is so new that it has no conditions yet is an error of kubectl's.
        await Eventually.TrueAsync(
            async () => (await Kubectl.TryRunAsync(["wait", "--for", "condition=Established", "customresourcedefinitions", "--all"], Cancelled)).Succeeded, "the kinds to be served", Cancelled);
        await BeginAsync();
    }

    /// <summary>There can be no API server here.</summary>
    private protected bool IsMissing => _missing is not null;

    /// <summary>Skips the test where there can be no API server.</summary>
    public void SkipWhereMissing() => Assert.SkipWhen(_missing is not null, _missing ?? "");

    /// <summary>A namespace that the test has for itself.</summary>
    public async Task<TestNamespace> NewNamespaceAsync(string name)
    {
        SkipWhereMissing();
        await Kubectl.RunAsync(["create", "namespace", name], Cancelled);
        return new TestNamespace(this, name);
    }

    /// <summary>With the roles that the chart renders for these namespaces.</summary>
    public async Task StartOperatorAsync(IReadOnlyList<string> watchNamespaces)
    {
        _operator = await StartReplicaAsync(watchNamespaces);
    }

    /// <summary>As <see cref="StartOperatorAsync"/>, beside the operator that runs; the caller stops it.</summary>
    /// <param name="watchNamespaces">Empty: all.</param>
    /// <param name="oauth">Null: as the cluster has it.</param>
    internal async Task<RunningOperator> StartReplicaAsync(IReadOnlyList<string> watchNamespaces, OAuthOptions? oauth = null)
    {
        var token = await NewTokenAsync(watchNamespaces);
        var options = new ManagerOptions
        {
            ManagementPort = 0,
            WatchNamespaces = watchNamespaces,
            LeaderElection = new LeaseOptions { LeaseName = ChartHelm.Release },
            Admission = Admission,
            OAuth = oauth ?? OAuth,
            Log = new LogOptions { Level = LogLevel.Trace },
            Workers = new WorkerOptions { Image = "worker:test" },
        };
        var configuration = new KubernetesClientConfiguration
        {
            Host = _server.Host.ToString(),
            SslCaCerts = [X509CertificateLoader.LoadCertificateFromFile(_server.CertificateAuthorityPath)],
            AccessToken = token,
        };
        var running = await RunningOperator.StartAsync(options, configuration, Configure, Cancelled);
        await running.IsReadyAsync(Cancelled);
        return running;
    }

    /// <summary>The operator that runs ends, and the other takes its place.</summary>
    internal async Task ReplaceOperatorAsync(RunningOperator other)
    {
        var ending = _operator;
        _operator = other;
        if (ending is not null)
        {
            await ending.DisposeAsync();
        }
    }

    public async Task StopOperatorAsync()
    {
        if (_operator is not null)
        {
            await _operator.DisposeAsync();
            _operator = null;
        }
    }

    /// <summary>An operator, once there is an API server with our kinds.</summary>
    private protected virtual Task BeginAsync() => StartOperatorAsync(watchNamespaces: []);

    /// <summary>Of the operator's service account, with the roles that the chart renders for these namespaces.</summary>
    private protected async Task<string> NewTokenAsync(IReadOnlyList<string> watchNamespaces)
    {
        var chart = await ChartHelm.RenderAsync([.. watchNamespaces.Select((name, index) => $"watchNamespaces[{index}]={name}")]);
        var roles = chart.Objects.Where(item => RoleKinds.Contains(RenderedChart.Text(item, "kind"))).Select(item => item.ToJsonString());
        await Kubectl.ApplyAsync(string.Join("\n---\n", roles), Cancelled);
        return (await Kubectl.RunAsync(["create", "token", ChartHelm.Release, "-n", OperatorNamespace, "--duration", "2h"], Cancelled)).Trim();
    }

    /// <summary>What a cluster puts in the place of what the operator registers.</summary>
    private protected virtual void Configure(IServiceCollection services)
    {
    }

    /// <summary>What the operator wrote since the count, by "verb resource/subresource namespace/name"; renewals of its lease and Kubernetes events aside.</summary>
    public async Task<IReadOnlyList<string>> WritesSinceAsync(int count) =>
    [
        .. (await _server.ReadWritesAsync(Cancelled)).Skip(count)
            .Where(write => write.User == User && write.Resource is not ("leases" or "events"))
            .Select(write => $"{write.Verb} {write.Resource}{(write.Subresource.Length == 0 ? "" : "/" + write.Subresource)} {write.Namespace}/{write.Name} {write.Status}"),
    ];

    /// <summary>How many writes, of anybody, there were so far.</summary>
    public async Task<int> CountWritesAsync() => (await _server.ReadWritesAsync(Cancelled)).Count;

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await StopOperatorAsync();
        await _server.DisposeAsync();
    }
}
