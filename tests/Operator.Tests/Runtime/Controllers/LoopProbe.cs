using ExtensibleWebhooks.Operator.Tests.Runtime.Queue;
using ExtensibleWebhooks.Runtime.Client;
using ExtensibleWebhooks.Runtime.Controllers;
using ExtensibleWebhooks.Runtime.Metrics;
using ExtensibleWebhooks.Runtime.Queue;
using ExtensibleWebhooks.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Prometheus;

namespace ExtensibleWebhooks.Operator.Tests.Runtime.Controllers;

/// <summary>A running controller loop on a virtual clock, whose reconciliations are the test's own.</summary>
internal sealed class LoopProbe : IKeyReconciler, IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _abort = new();
    private readonly Func<int, CancellationToken, Task<ReconcileOutcome>> _reconcile;
    private readonly ControllerLoop _loop;
    private int _calls;

    public LoopProbe(Func<int, CancellationToken, Task<ReconcileOutcome>> reconcile, int maxConcurrent = 1)
    {
        _reconcile = reconcile;
        var queue = new WorkQueue<NamespacedName>(
            new ItemBackoff(ItemBackoff.DefaultInitial, ItemBackoff.DefaultMax, SeededRandom.Always(0)), new CountingObserver(), Time);
        Queue = queue;
        var metrics = new ControllerMetrics(Registry);
        metrics.Start("widget", maxConcurrent);
        var settings = new ControllerSettings("widget", maxConcurrent, TimeSpan.FromSeconds(30));
        _loop = new ControllerLoop(settings, new Wakeups(queue, () => Known), this, metrics, Time, NullLogger.Instance);
        Running = _loop.RunAsync(_stopping.Token, _abort.Token);
    }

    public static NamespacedName Key { get; } = new("n", "w");

    public List<NamespacedName> Known { get; } = [];

    public FakeTimeProvider Time { get; } = new();

    public CollectorRegistry Registry { get; } = Prometheus.Metrics.NewCustomRegistry();

    public WorkQueue<NamespacedName> Queue { get; }

    public Task Running { get; }

    /// <summary>Reconciliations begun.</summary>
    public int Calls => Volatile.Read(ref _calls);

    public Task<ReconcileOutcome> ReconcileAsync(NamespacedName key, CancellationToken cancellationToken) =>
        _reconcile(Interlocked.Increment(ref _calls), cancellationToken);

    /// <summary>Takes no more keys.</summary>
    public void Stop() => _stopping.Cancel();

    public void Abort() => _abort.Cancel();

    public Task UntilCalledAsync(int times) => UntilAsync(() => Calls >= times, $"{times} reconciliations");

    public Task UntilAsync(Func<bool> condition, string what) => Eventually.TrueAsync(condition, what, TestContext.Current.CancellationToken);

    /// <summary>Until the loop has put the key aside after so many failures.</summary>
    public Task UntilFailedAsync(int times) =>
        UntilAsync(() => Queue.Failures(Key) == times && Queue.Running.Count == 0, $"{times} failures");

    public async Task<string> MetricsAsync()
    {
        using var stream = new MemoryStream();
        await Registry.CollectAndExportAsTextAsync(stream, TestContext.Current.CancellationToken);
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _abort.CancelAsync();
        await Running;
        _loop.Dispose();
        _stopping.Dispose();
        _abort.Dispose();
    }
}
