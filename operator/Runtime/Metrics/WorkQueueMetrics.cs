using ExtensibleWebhooks.Runtime.Queue;
using Prometheus;

namespace ExtensibleWebhooks.Runtime.Metrics;

/// <summary>The work queues, under client-go's names and controller-runtime's labels.</summary>
public sealed class WorkQueueMetrics
{
    private static readonly string[] Labels = ["name", "controller"];
    private static readonly double[] Buckets = Histogram.ExponentialBuckets(1e-8, 10, 12);

    private readonly CollectorRegistry _registry;
    private readonly Gauge _depth;
    private readonly Counter _adds;
    private readonly Counter _retries;
    private readonly Histogram _queueDuration;
    private readonly Histogram _workDuration;
    private readonly Gauge _unfinished;
    private readonly Gauge _longestRunning;

    public WorkQueueMetrics(CollectorRegistry registry)
    {
        _registry = registry;
        var factory = Prometheus.Metrics.WithCustomRegistry(registry);
        var histogram = new HistogramConfiguration { Buckets = Buckets };
        _depth = factory.CreateGauge("workqueue_depth", "Current depth of workqueue by workqueue and priority", [.. Labels, "priority"]);
        _adds = factory.CreateCounter("workqueue_adds_total", "Total number of adds handled by workqueue", Labels);
        _retries = factory.CreateCounter("workqueue_retries_total", "Total number of retries handled by workqueue", Labels);
        _queueDuration = factory.CreateHistogram(
            "workqueue_queue_duration_seconds", "How long in seconds an item stays in workqueue before being requested", Labels, histogram);
        _workDuration = factory.CreateHistogram(
            "workqueue_work_duration_seconds", "How long in seconds processing an item from workqueue takes.", Labels, histogram);
        _unfinished = factory.CreateGauge(
            "workqueue_unfinished_work_seconds", "How many seconds of work has been done that is in progress and hasn't been observed by work_duration.", Labels);
        _longestRunning = factory.CreateGauge(
            "workqueue_longest_running_processor_seconds", "How many seconds has the longest running processor for workqueue been running.", Labels);
    }

    /// <summary>The series of one controller's queue, started at zero.</summary>
    internal IWorkQueueObserver For(string controller)
    {
        _unfinished.WithLabels(controller, controller);
        _longestRunning.WithLabels(controller, controller);
        return new Observer(
            [_depth.WithLabels(controller, controller, "0"), _depth.WithLabels(controller, controller, "-100")],
            _adds.WithLabels(controller, controller),
            _retries.WithLabels(controller, controller),
            _queueDuration.WithLabels(controller, controller),
            _workDuration.WithLabels(controller, controller));
    }

    /// <summary>Reads at each scrape what a controller is working on.</summary>
    internal void Follow(string controller, Func<IReadOnlyList<TimeSpan>> running)
    {
        var (unfinished, longest) = (_unfinished.WithLabels(controller, controller), _longestRunning.WithLabels(controller, controller));
        _registry.AddBeforeCollectCallback(() =>
        {
            var now = running();
            unfinished.Set(now.Sum(time => time.TotalSeconds));
            longest.Set(now.Count == 0 ? 0 : now.Max(time => time.TotalSeconds));
        });
    }

    // The priorities are controller-runtime's numbers for the same two bands.
    private sealed class Observer(Gauge.Child[] depth, Counter.Child adds, Counter.Child retries, Histogram.Child queueDuration, Histogram.Child workDuration)
        : IWorkQueueObserver
    {
        public void Added() => adds.Inc();

        public void Ready(QueueBand band, int count) => depth[(int)band].Set(count);

        public void Taken(TimeSpan waited) => queueDuration.Observe(waited.TotalSeconds);

        public void Done(TimeSpan worked) => workDuration.Observe(worked.TotalSeconds);

        public void Retried() => retries.Inc();
    }
}
