using ExtensibleWebhooks.Worker.Batching;
using ExtensibleWebhooks.Worker.DeadLetters;
using ExtensibleWebhooks.Worker.Outcomes;
using Prometheus;

namespace ExtensibleWebhooks.Worker.Lanes;

/// <summary>What the lanes count. The label destination has one value per configured destination and goes with it.</summary>
internal sealed class LaneMetrics(IMetricFactory metrics)
{
    private const string Destination = "destination";

    private readonly Counter _delivered = metrics.CreateCounter(
        "extensible_webhooks_delivered_total", "Webhooks that were answered 2xx.", [Destination]);

    private readonly Counter _filtered = metrics.CreateCounter(
        "extensible_webhooks_filtered_total", "Events that made no webhook, by reason.", [Destination, "reason"]);

    private readonly Counter _tries = metrics.CreateCounter(
        "extensible_webhooks_tries_total", "Requests by what came of them.", [Destination, "outcome"]);

    private readonly Counter _deadLetters = metrics.CreateCounter(
        "extensible_webhooks_dead_letters_total", "Webhooks that were given up, by reason.", [Destination, "reason"]);

    private readonly Counter _parkings = metrics.CreateCounter(
        "extensible_webhooks_parked_total", "Webhooks that failed for now and were parked.", [Destination]);

    private readonly Gauge _parked = metrics.CreateGauge(
        "extensible_webhooks_parked", "Webhooks that wait on disk for their next try, or for their turn.", [Destination]);

    private readonly Gauge _inFlight = metrics.CreateGauge(
        "extensible_webhooks_in_flight", "Requests under way.", [Destination]);

    private readonly Gauge _lag = metrics.CreateGauge(
        "extensible_webhooks_lane_lag_events", "Events of the log that are not settled.", [Destination]);

    private readonly Gauge _oldestPending = metrics.CreateGauge(
        "extensible_webhooks_lane_oldest_pending_seconds", "Age of the oldest event that is not delivered, filtered or given up; 0 without one.", [Destination]);

    private readonly Gauge _held = metrics.CreateGauge(
        "extensible_webhooks_lane_held", "1 while the lane waits: for credentials, for its receiver, for room in the parking.", [Destination]);

    private readonly Counter _holds = metrics.CreateCounter(
        "extensible_webhooks_lane_holds_total", "How often the lane came to wait for its receiver, by reason.", [Destination, "reason"]);

    private readonly Gauge _breaker = metrics.CreateGauge(
        "extensible_webhooks_circuit_breaker", "0 closed, 1 half open, 2 open.", [Destination]);

    private readonly Gauge _concurrency = metrics.CreateGauge(
        "extensible_webhooks_concurrency_limit", "Requests that may be under way at once.", [Destination]);

    private readonly Gauge _credentialsMissing = metrics.CreateGauge(
        "extensible_webhooks_credentials_missing", "1 while there are no credentials to send.", [Destination]);

    private readonly Counter _missed = metrics.CreateCounter(
        "extensible_webhooks_lane_missed_total", "Events that retention deleted before the lane came to them.", [Destination]);

    private readonly Counter _batches = metrics.CreateCounter(
        "extensible_webhooks_batches_total", "Batches that were closed, by what closed them.", [Destination, "reason"]);

    private readonly Histogram _batchEvents = metrics.CreateHistogram(
        "extensible_webhooks_batch_events",
        "Events of a batch when it was closed.",
        new HistogramConfiguration { LabelNames = [Destination], Buckets = [1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2000, 4000] });

    private readonly Histogram _latency = metrics.CreateHistogram(
        "extensible_webhooks_delivery_seconds",
        "From the event's acceptance to the webhook's 2xx.",
        new HistogramConfiguration { LabelNames = [Destination], Buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60, 600, 3600, 14400] });

    private readonly Histogram _trySeconds = metrics.CreateHistogram(
        "extensible_webhooks_try_seconds",
        "Time of one request, from its start to the end of its answer.",
        new HistogramConfiguration { Buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30] });

    public Counter.Child Delivered(string destination) => _delivered.WithLabels(destination);

    public Counter.Child Filtered(string destination, FilterReason reason) => _filtered.WithLabels(destination, reason.ToString());

    public Counter.Child Tries(string destination, Outcome outcome) => _tries.WithLabels(destination, outcome.ToString());

    public Counter.Child DeadLetters(string destination, DeadLetterReason reason) => _deadLetters.WithLabels(destination, reason.ToString());

    public Counter.Child Parkings(string destination) => _parkings.WithLabels(destination);

    public Counter.Child Missed(string destination) => _missed.WithLabels(destination);

    public Counter.Child Holds(string destination, HoldReason reason) => _holds.WithLabels(destination, reason.ToString());

    public Counter.Child Batches(string destination, FlushReason reason) => _batches.WithLabels(destination, reason.ToString());

    public Histogram.Child BatchEvents(string destination) => _batchEvents.WithLabels(destination);

    public Histogram.Child Latency(string destination) => _latency.WithLabels(destination);

    public void Tried(TimeSpan elapsed) => _trySeconds.Observe(elapsed.TotalSeconds);

    /// <summary>The figures that are looked up when somebody asks for them.</summary>
    public void Observe(LaneStatus status, DateTimeOffset now)
    {
        _parked.WithLabels(status.Destination).Set(status.Parked);
        _inFlight.WithLabels(status.Destination).Set(status.InFlight);
        _lag.WithLabels(status.Destination).Set(status.Lag);
        _oldestPending.WithLabels(status.Destination).Set(status.OldestPending is { } oldest ? Math.Max(0, (now - oldest).TotalSeconds) : 0);
        _held.WithLabels(status.Destination).Set(status.Hold is null ? 0 : 1);
        _breaker.WithLabels(status.Destination).Set((int)status.Breaker);
        _concurrency.WithLabels(status.Destination).Set(status.ConcurrencyLimit);
        _credentialsMissing.WithLabels(status.Destination).Set(status.Hold?.Reason == HoldReason.CredentialsMissing ? 1 : 0);
    }

    /// <summary>The destination is gone, and its series with it.</summary>
    public void Remove(string destination)
    {
        Collector[] all = [_delivered, _filtered, _tries, _deadLetters, _parkings, _parked, _inFlight, _lag, _oldestPending, _held, _holds, _breaker, _concurrency, _credentialsMissing, _missed, _batches, _batchEvents, _latency];
        foreach (var collector in all)
        {
            RemoveFrom(collector, destination);
        }
    }

    private static void RemoveFrom(Collector collector, string destination)
    {
        switch (collector)
        {
            case Counter counter:
                RemoveFrom(counter, destination);
                break;
            case Gauge gauge:
                RemoveFrom(gauge, destination);
                break;
            case Histogram histogram:
                RemoveFrom(histogram, destination);
                break;
        }
    }

    private static void RemoveFrom<TChild>(Collector<TChild> collector, string destination)
        where TChild : ChildBase
    {
        foreach (var labels in collector.GetAllLabelValues().Where(labels => labels[0] == destination).ToList())
        {
            collector.RemoveLabelled(labels);
        }
    }
}
