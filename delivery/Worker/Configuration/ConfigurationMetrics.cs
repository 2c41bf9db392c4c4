using Prometheus;

namespace ExtensibleWebhooks.Worker.Configuration;

/// <summary>Reloads, seen from outside.</summary>
internal sealed class ConfigurationMetrics(IMetricFactory metrics)
{
    private readonly Counter _reloads = metrics.CreateCounter(
        "extensible_webhooks_config_reloads_total", "Configurations that were read because they differ from the last one, by result: ok or refused.", ["result"]);

    private readonly Gauge _destinations = metrics.CreateGauge("extensible_webhooks_config_destinations", "Destinations in the configuration in force.");

    private readonly Gauge _problems = metrics.CreateGauge("extensible_webhooks_config_mappings_left_out", "Mappings that were left out because they do not compile.");

    private readonly Gauge _since = metrics.CreateGauge("extensible_webhooks_config_applied_timestamp_seconds", "When the configuration in force was read.");

    public void Applied(WorkerSnapshot snapshot, DateTimeOffset now)
    {
        _reloads.WithLabels("ok").Inc();
        _destinations.Set(snapshot.Destinations.Count);
        _problems.Set(snapshot.Problems.Count);
        _since.Set(now.ToUnixTimeSeconds());
    }

    public void Refused() => _reloads.WithLabels("refused").Inc();
}
