using Prometheus;

namespace ExtensibleWebhooks.Runtime.Metrics;

/// <summary>Events written and not written.</summary>
public sealed class EventMetrics
{
    private readonly Counter _written;
    private readonly Counter _dropped;

    public EventMetrics(CollectorRegistry registry)
    {
        var factory = Prometheus.Metrics.WithCustomRegistry(registry);
        _written = factory.CreateCounter("operator_events_written_total", "Events created or counted up.");
        _dropped = factory.CreateCounter(
            "operator_events_dropped_total", "Events not written: more than the buffer holds, more than one object may cause, or refused.", "reason");
        foreach (var reason in new[] { "full", "spam", "failed" })
        {
            _dropped.WithLabels(reason);
        }
    }

    internal void Written() => _written.Inc();

    internal void Dropped(string reason) => _dropped.WithLabels(reason).Inc();
}
