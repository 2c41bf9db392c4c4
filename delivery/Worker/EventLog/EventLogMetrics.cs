using Prometheus;

namespace ExtensibleWebhooks.Worker.EventLog;

/// <summary>The log's figures. The label `destination` is the lane's name.</summary>
internal sealed class EventLogMetrics(IMetricFactory metrics)
{
    private readonly Histogram _appendSeconds = metrics.CreateHistogram(
        "extensible_webhooks_log_append_seconds",
        "Time from an append's call until it is durable or has failed.",
        new HistogramConfiguration { Buckets = Histogram.ExponentialBuckets(0.0005, 2, 15) });

    private readonly Gauge _bytes = metrics.CreateGauge("extensible_webhooks_log_bytes", "Bytes of the events that the log holds.");

    private readonly Gauge _events = metrics.CreateGauge("extensible_webhooks_log_events", "Events that the log holds.");

    private readonly Gauge _oldestAge = metrics.CreateGauge("extensible_webhooks_log_oldest_event_age_seconds", "Age of the oldest event that the log holds; 0 when it is empty.");

    private readonly Gauge _keys = metrics.CreateGauge("extensible_webhooks_log_message_ids", "Message ids remembered for deduplication.");

    private readonly Counter _expiredUnread = metrics.CreateCounter(
        "extensible_webhooks_log_expired_unread_total", "Events that retention deleted before the destination had handled them.", ["destination"]);

    private readonly Counter _damaged = metrics.CreateCounter("extensible_webhooks_log_damaged_events_total", "Events found damaged on disk and skipped, counted at each reading.");

    public void Appended(TimeSpan elapsed) => _appendSeconds.Observe(elapsed.TotalSeconds);

    public void Measured(LogExtent extent, DateTimeOffset now)
    {
        _bytes.Set(extent.Bytes);
        _events.Set(extent.Events);
        _oldestAge.Set(extent.OldestAt is { } oldest ? Math.Max(0, (now - oldest).TotalSeconds) : 0);
    }

    public void Remembered(int keys) => _keys.Set(keys);

    public void ExpiredUnread(string lane, long events) => _expiredUnread.WithLabels(lane).Inc(events);

    public void Damaged(long events) => _damaged.Inc(events);
}
