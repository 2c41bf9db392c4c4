using ExtensibleWebhooks.Runtime.Leadership;
using ExtensibleWebhooks.Runtime.Metrics;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace ExtensibleWebhooks.Operator.Tests.Runtime.Leadership;

/// <summary>A process that wants to lead: its own clock, and a new elector whenever one has lost.</summary>
internal sealed class Candidate : IDisposable
{
    private readonly FakeLease _lease;
    private readonly string _name;
    private readonly CancellationTokenSource _stop = new();
    private readonly Random _random;
    private LeadershipFence _fence;
    private TaskCompletionSource _work = new();
    private int _starts;

    public Candidate(FakeLease lease, string name, DateTimeOffset wallClock, int seed = 1, Action<FakeLeaseStore>? prepare = null)
    {
        _lease = lease;
        _name = name;
        _random = SeededRandom.Of(seed);
        Time = new FakeTimeProvider(wallClock);
        Store = new FakeLeaseStore(lease, Time);
        prepare?.Invoke(Store);
        _fence = new LeadershipFence(Time);
        Running = Start();
    }

    public FakeTimeProvider Time { get; }

    public FakeLeaseStore Store { get; }

    public Task<LeadershipEnd> Running { get; private set; }

    public Prometheus.CollectorRegistry Registry { get; private set; } = Prometheus.Metrics.NewCustomRegistry();

    /// <summary>Whether it would act, if it did so now.</summary>
    public bool MayWrite => _fence.MayWrite;

    /// <summary>Whether the work has been told that leadership is gone.</summary>
    public bool IsLost => _fence.Lost.IsCancellationRequested;

    /// <summary>Lets it run for a while; all that was due meanwhile happens now.</summary>
    public void Run(TimeSpan time) => Time.Advance(time);

    /// <summary>As Kubernetes does with a process that ended.</summary>
    public void RestartIfEnded()
    {
        if (Running.IsCompleted)
        {
            _fence = new LeadershipFence(Time);
            Running = Start();
        }
    }

    /// <summary>The work under leadership ends by itself, as in a graceful stop.</summary>
    public void FinishWork() => _work.TrySetResult();

    public void Stop() => _stop.Cancel();

    public void Dispose()
    {
        _stop.Cancel();
        _work.TrySetResult();
        _stop.Dispose();
    }

    private Task<LeadershipEnd> Start()
    {
        Registry = Prometheus.Metrics.NewCustomRegistry();
        var options = new LeaderElectionOptions { Namespace = "ns", LeaseName = "lease", Identity = $"{_name}-{_starts++}" };
        var elector = new LeaderElector(
            options, Store, _fence, new LeadershipMetrics(Registry, "lease"), new LeadershipRuntime(Time, _random, NullLogger.Instance));
        return elector.RunAsync(LeadAsync, _stop.Token);
    }

    private async Task LeadAsync(CancellationToken lost)
    {
        var work = _work = new TaskCompletionSource();
        using var registration = lost.Register(() => work.TrySetCanceled(lost));
        await work.Task;
    }
}
