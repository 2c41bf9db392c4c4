using ExtensibleWebhooks.Operator.Tests.Cluster;
using ExtensibleWebhooks.Operator.Tests.Runtime.Cache;
using ExtensibleWebhooks.Operator.Tests.Runtime.FakeApi;
using ExtensibleWebhooks.Runtime.Cache;
using ExtensibleWebhooks.Runtime.Client;
using ExtensibleWebhooks.Runtime.Metrics;
using ExtensibleWebhooks.Support;
using ExtensibleWebhooks.Support.Kubernetes;
using k8s.Models;
using Microsoft.Extensions.Logging.Abstractions;

namespace ExtensibleWebhooks.Operator.Tests.Runtime.RealApi;

/// <summary>A running informer while its API server dies and comes back, and while it hangs. Has a server of its own.</summary>
public sealed class RestartedApiServerTests : IAsyncLifetime
{
    private readonly ApiServer _server = new();
    private readonly MirrorHandler _mirror = new();
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;
    private bool _started;

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var reason = await ApiServer.WhyNotHereAsync(CancellationToken);
        Assert.SkipWhen(reason is not null, reason ?? "");
        await _server.StartAsync(CancellationToken);
        _started = true;
    }

    [Fact]
    public async Task KilledAndRestarted_NothingIsMissed()
    {
        var informer = StartInformer(WatchedServer.Fast);
        await CreateAsync("before");
        await CreateAsync("doomed");
        await UntilToldAsync("+before", "+doomed");

        await _server.KillAsync(CancellationToken);
        await Eventually.TrueAsync(() => informer.Pulse.SinceHeard > TimeSpan.FromSeconds(1), "the connection's end", CancellationToken);
        Assert.Equal(2, informer.List().Count);
        await _server.RestartAsync(CancellationToken);

        await CreateAsync("after");
        await _server.Kubectl.RunAsync(["delete", "configmap", "doomed"], CancellationToken);
        await UntilToldAsync("+after", "-doomed");
        Assert.Empty(_mirror.Complaints);
        Assert.Equal(["after", "before"], informer.List().Select(entity => entity.Metadata.Name).Order());
    }

    [Fact]
    public async Task Hanging_WithItsConnectionsOpen_IsNoticedBySilence_AndNothingIsMissed()
    {
        var informer = StartInformer(WatchedServer.Fast with { Silence = TimeSpan.FromSeconds(2) });
        await CreateAsync("before");
        await UntilToldAsync("+before");

        await _server.PauseAsync(CancellationToken);
        await Eventually.TrueAsync(() => informer.Pulse.SinceHeard > TimeSpan.FromSeconds(4), "silence", CancellationToken);
        await _server.ResumeAsync(CancellationToken);

        await CreateAsync("after");
        await UntilToldAsync("+after");
        Assert.Empty(_mirror.Complaints);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
        if (_started)
        {
            await _server.DisposeAsync();
        }
    }

    private Task<string> CreateAsync(string name) => _server.Kubectl.RunAsync(["create", "configmap", name], CancellationToken);

    private Task UntilToldAsync(params string[] words) =>
        Eventually.TrueAsync(() => words.All(_mirror.ToldSoFar().Contains), string.Join(' ', words), CancellationToken);

    private Informer<V1ConfigMap> StartInformer(ReflectorTimings timings)
    {
        var registry = Prometheus.Metrics.NewCustomRegistry();
        var transport = new ApiTransport(
            KubernetesConnection.Create(ApiServerFixture.ConfigurationOf(_server)), RetryPolicy.Default, new RestClientMetrics(registry), TimeProvider.System);
        var runtime = new ReflectorRuntime(timings, TimeProvider.System, SeededRandom.Of(1), new CacheMetrics(registry), NullLogger.Instance);
        var options = new InformerOptions { Namespaces = ["default"], FieldSelector = "metadata.name!=kube-root-ca.crt" };
        var resource = ApiResource.Of<V1ConfigMap>();
        var informer = new Informer<V1ConfigMap>(
            resource, options, scope => new ListWatch<V1ConfigMap>(transport, resource, scope, options, RuntimeJson.Options), runtime);
        informer.AddHandler(_mirror);
        _running = informer.RunAsync(_stop.Token);
        return informer;
    }
}
