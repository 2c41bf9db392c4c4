using Prometheus;

namespace ExtensibleWebhooks.Runtime.Metrics;

/// <summary>Leader election, under client-go's names.</summary>
public sealed class LeadershipMetrics
{
    private readonly Gauge.Child _leads;
    private readonly Counter.Child _slowPath;

    /// <param name="registry">Where the series live.</param>
    /// <param name="name">The Lease.</param>
    public LeadershipMetrics(CollectorRegistry registry, string name)
    {
        var factory = Prometheus.Metrics.WithCustomRegistry(registry);
        _leads = factory.CreateGauge(
            "leader_election_master_status",
            "Gauge of if the reporting system is master of the relevant lease, 0 indicates backup, 1 indicates master. 'name' is the string used to identify the lease.",
            "name").WithLabels(name);
        _slowPath = factory.CreateCounter(
            "leader_election_slowpath_total",
            "Total number of slow path exercised in renewing leader leases. 'name' is the string used to identify the lease.",
            "name").WithLabels(name);
    }

    internal void Leads(bool leads) => _leads.Set(leads ? 1 : 0);

    internal void SlowPath() => _slowPath.Inc();
}
