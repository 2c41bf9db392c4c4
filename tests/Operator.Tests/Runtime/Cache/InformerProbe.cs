using ExtensibleWebhooks.Runtime.Cache;
using ExtensibleWebhooks.Runtime.Client;
using ExtensibleWebhooks.Runtime.Metrics;
using k8s.Models;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Prometheus;

namespace ExtensibleWebhooks.Operator.Tests.Runtime.Cache;

/// <summary>An informer on a fake source and a virtual clock.</summary>
internal sealed class InformerProbe : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    public InformerProbe(int seed = 1)
    {
        var runtime = new ReflectorRuntime(new ReflectorTimings(), Time, SeededRandom.Of(seed), new CacheMetrics(Registry), NullLogger.Instance);
        Informer = new Informer<V1ConfigMap>(ApiResource.Of<V1ConfigMap>(), new InformerOptions(), _ => Source, runtime);
        Informer.AddHandler(Mirror);
    }

    public FakeTimeProvider Time { get; } = new();

    public CollectorRegistry Registry { get; } = Prometheus.Metrics.NewCustomRegistry();

    public FakeSource Source { get; } = new();

    public MirrorHandler Mirror { get; } = new();

    public Informer<V1ConfigMap> Informer { get; }

    /// <summary>Whether the store, and whoever listens, have what the server has.</summary>
    public bool IsConverged =>
        Same(Mirror.State) && Same(Informer.List().ToDictionary(entity => entity.Metadata.Name, entity => (entity.Metadata.Uid, entity.Metadata.ResourceVersion)));

    public void Start() => _running = Informer.RunAsync(_stop.Token);

    /// <summary>Lets time pass, a second at a time, until the condition holds.</summary>
    public async Task PassUntilAsync(Func<bool> condition, TimeSpan atMost)
    {
        for (var passed = TimeSpan.Zero; passed < atMost && !condition(); passed += TimeSpan.FromSeconds(1))
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            await SettleAsync();
        }
    }

    /// <summary>Lets every continuation run that is ready to.</summary>
    public static async Task SettleAsync()
    {
        for (var i = 0; i < 5; i++)
        {
            await Task.Yield();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }

    private bool Same(IReadOnlyDictionary<string, (string Uid, string Version)> state) =>
        state.Count == Source.State.Count && state.All(entry => Source.State.TryGetValue(entry.Key, out var value) && value == entry.Value);
}
