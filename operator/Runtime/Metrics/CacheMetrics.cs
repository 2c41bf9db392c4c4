using Prometheus;

namespace ExtensibleWebhooks.Runtime.Metrics;

/// <summary>What the caches hold and how fresh they are. Names of our own: controller-runtime has none for this.</summary>
public sealed class CacheMetrics
{
    private readonly Gauge _objects;
    private readonly Gauge _undecodable;
    private readonly Counter _lists;
    private readonly Gauge _staleness;
    private readonly CollectorRegistry _registry;

    public CacheMetrics(CollectorRegistry registry)
    {
        _registry = registry;
        var factory = Prometheus.Metrics.WithCustomRegistry(registry);
        _objects = factory.CreateGauge("operator_cache_objects", "Objects in the cache.", "resource");
        _undecodable = factory.CreateGauge("operator_cache_undecodable_objects", "Objects that the server has and our type cannot read.", "resource");
        _lists = factory.CreateCounter("operator_relists_total", "Full lists of a resource, the first one (reason start) included.", "resource", "reason");
        _staleness = factory.CreateGauge(
            "operator_watch_staleness_seconds",
            "Time since the server last sent anything on a resource's watch; about a minute at most in health.",
            "resource");
    }

    internal void Listed(string resource, string reason) => _lists.WithLabels(resource, reason).Inc();

    internal void Holds(string resource, int objects, int undecodable)
    {
        _objects.WithLabels(resource).Set(objects);
        _undecodable.WithLabels(resource).Set(undecodable);
    }

    /// <summary>Starts a resource's series at zero, and reads its staleness at each scrape.</summary>
    internal void Follow(string resource, Func<TimeSpan> staleness)
    {
        Holds(resource, 0, 0);
        foreach (var reason in new[] { "start", "expired", "refused" })
        {
            _lists.WithLabels(resource, reason);
        }

        var gauge = _staleness.WithLabels(resource);
        _registry.AddBeforeCollectCallback(() => gauge.Set(staleness().TotalSeconds));
    }
}
