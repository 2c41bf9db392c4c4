using ExtensibleWebhooks.Operator.Tests.Runtime.Cache;
using ExtensibleWebhooks.Runtime.Cache;
using ExtensibleWebhooks.Runtime.Client;
using ExtensibleWebhooks.Runtime.Metrics;
using ExtensibleWebhooks.Support;
using k8s.Models;
using Microsoft.Extensions.Logging.Abstractions;

namespace ExtensibleWebhooks.Operator.Tests.Runtime.FakeApi;

/// <summary>A fake API server and an informer of its ConfigMaps, over real connections and in real time, with the paces shortened.</summary>
internal sealed class WatchedServer : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    private WatchedServer(FakeApiServer server) => Server = server;

    /// <summary>Short enough for tests; the silence is longer than a busy machine keeps a server from answering.</summary>
    public static ReflectorTimings Fast { get; } = new()
    {
        InitialBackoff = TimeSpan.FromMilliseconds(20),
        MaxBackoff = TimeSpan.FromMilliseconds(200),
        AbsentKindRetry = TimeSpan.FromMilliseconds(50),
        VeryShortWatch = TimeSpan.FromMilliseconds(50),
    };

    public FakeApiServer Server { get; }

    public MirrorHandler Mirror { get; } = new();

    public Informer<V1ConfigMap> Informer { get; private set; } = null!; // set by Start, which every test calls first

    public static async Task<WatchedServer> CreateAsync() => new(await FakeApiServer.StartAsync(TestContext.Current.CancellationToken));

    public void Start(ReflectorTimings? timings = null, InformerOptions? options = null, string? token = null, RetryPolicy? retry = null)
    {
        var registry = Prometheus.Metrics.NewCustomRegistry();
        var transport = new ApiTransport(
            Server.Connect(token), retry ?? RetryPolicy.Default with { MaxRetries = 0 }, new RestClientMetrics(registry), TimeProvider.System);
        var runtime = new ReflectorRuntime(timings ?? Fast, TimeProvider.System, SeededRandom.Of(1), new CacheMetrics(registry), NullLogger.Instance);
        options ??= new InformerOptions();
        Informer = new Informer<V1ConfigMap>(
            ApiResource.Of<V1ConfigMap>(),
            options,
            scope => new ListWatch<V1ConfigMap>(transport, ApiResource.Of<V1ConfigMap>(), scope, options, RuntimeJson.Options),
            runtime);
        Informer.AddHandler(Mirror);
        _running = Informer.RunAsync(_stop.Token);
    }

    /// <summary>Waits until the handler has been told exactly this.</summary>
    public async Task ToldAsync(params string[] expected)
    {
        await Eventually.TrueAsync(
            () => Told.Length >= expected.Length, $"[{string.Join(' ', expected)}] after [{string.Join(' ', Told)}]", TestContext.Current.CancellationToken);
        Assert.Equal(expected, Told);
        Assert.Empty(Mirror.Complaints);
    }

    public Task UntilAsync(Func<bool> condition, string what) => Eventually.TrueAsync(condition, what, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        await Server.DisposeAsync();
        _stop.Dispose();
    }

    private string[] Told => Mirror.ToldSoFar();
}
