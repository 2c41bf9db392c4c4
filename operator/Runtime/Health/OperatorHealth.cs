using ExtensibleWebhooks.Runtime.Cache;
using ExtensibleWebhooks.Runtime.Leadership;

namespace ExtensibleWebhooks.Runtime.Health;

/// <summary>What the probes ask. An API server that is away makes neither of them fail for long: no restart brings it back.</summary>
public sealed class OperatorHealth
{
    // Twice what the longest wait of a reflector or elector adds up to (a list of several slow tries).
    private static readonly TimeSpan Hung = TimeSpan.FromMinutes(10);

    private readonly Func<IReadOnlyList<IInformer>> _informers;
    private readonly LeaderElector? _elector;

    internal OperatorHealth(Func<IReadOnlyList<IInformer>> informers, LeaderElector? elector)
    {
        _informers = informers;
        _elector = elector;
    }

    /// <summary>For /healthz: fails only on what a restart mends, which is a loop that stands still.</summary>
    public HealthReport Live()
    {
        var checks = _informers()
            .Select(informer => Check($"watch-{informer.Name}", informer.Pulse.SinceMoved < Hung, "its loop stands still"))
            .ToList();
        if (_elector is { } elector)
        {
            checks.Add(Check("leader-election", elector.SinceTried < Hung, "its loop stands still"));
        }

        return new HealthReport(checks);
    }

    /// <summary>For /readyz: the caches are filled. Who does not lead is ready all the same, or a rollout of two replicas would wait for ever.</summary>
    public HealthReport Ready() =>
        new([.. _informers().Select(informer => Check($"cache-{informer.Name}", informer.HasSynced, "not filled yet"))]);

    private static HealthCheck Check(string name, bool passed, string otherwise) => new(name, passed, passed ? "ok" : otherwise);
}
