using Prometheus;

namespace ExtensibleWebhooks.Worker.DeadLetters;

/// <summary>The dead letters that are kept, and those that a bound drops.</summary>
internal sealed class DeadLetterMetrics(IMetricFactory metrics)
{
    private const string Destination = "destination";

    private readonly Gauge _kept = metrics.CreateGauge("extensible_webhooks_dead_letters_kept", "Dead letters in the store.", [Destination]);

    private readonly Counter _dropped = metrics.CreateCounter(
        "extensible_webhooks_dead_letters_dropped_total", "Dead letters that maxAge or maxCount deleted.", [Destination]);

    public void Kept(IReadOnlyDictionary<string, long> counts)
    {
        foreach (var labels in _kept.GetAllLabelValues().Where(labels => !counts.ContainsKey(labels[0])).ToList())
        {
            _kept.RemoveLabelled(labels);
            _dropped.RemoveLabelled(labels);
        }

        foreach (var (destination, count) in counts)
        {
            _kept.WithLabels(destination).Set(count);
        }
    }

    public void Dropped(string destination, int count) => _dropped.WithLabels(destination).Inc(count);
}
