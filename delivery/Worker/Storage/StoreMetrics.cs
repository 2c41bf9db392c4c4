using Prometheus;

namespace ExtensibleWebhooks.Worker.Storage;

/// <summary>The group commit, seen from outside.</summary>
internal sealed class StoreMetrics(IMetricFactory metrics)
{
    private readonly Histogram _commitSeconds = metrics.CreateHistogram(
        "extensible_webhooks_store_commit_seconds",
        "Time of one group commit, from its first statement until it is on disk.",
        new HistogramConfiguration { Buckets = Histogram.ExponentialBuckets(0.0005, 2, 14) });

    private readonly Counter _writes = metrics.CreateCounter(
        "extensible_webhooks_store_writes_total", "Writes of the group commits, by outcome.", ["outcome"]);

    private readonly Gauge _queuedBytes = metrics.CreateGauge("extensible_webhooks_store_queued_bytes", "Bytes waiting for the writer.");

    public void Committed(TimeSpan elapsed) => _commitSeconds.Observe(elapsed.TotalSeconds);

    public void Completed(WriteStatus status) => _writes.WithLabels(status.ToString()).Inc();

    public void Queued(long bytes) => _queuedBytes.Set(bytes);
}
