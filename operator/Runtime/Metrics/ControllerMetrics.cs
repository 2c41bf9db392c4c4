using Prometheus;

namespace ExtensibleWebhooks.Runtime.Metrics;

/// <summary>The controllers, under controller-runtime's names, so that its dashboards show ours.</summary>
public sealed class ControllerMetrics
{
    private readonly Counter _total;
    private readonly Counter _errors;
    private readonly Counter _terminalErrors;
    private readonly Counter _panics;
    private readonly Counter _timeouts;
    private readonly Histogram _time;
    private readonly Gauge _maxConcurrent;
    private readonly Gauge _active;

    public ControllerMetrics(CollectorRegistry registry)
    {
        var factory = Prometheus.Metrics.WithCustomRegistry(registry);
        _total = factory.CreateCounter("controller_runtime_reconcile_total", "Total number of reconciliations per controller", "controller", "result");
        _errors = factory.CreateCounter("controller_runtime_reconcile_errors_total", "Total number of reconciliation errors per controller", "controller");
        _terminalErrors = factory.CreateCounter(
            "controller_runtime_terminal_reconcile_errors_total", "Total number of terminal reconciliation errors per controller", "controller");
        _panics = factory.CreateCounter(
            "controller_runtime_reconcile_panics_total", "Total number of reconciliation panics per controller (here: exceptions that no result told of)", "controller");
        _timeouts = factory.CreateCounter("controller_runtime_reconcile_timeouts_total", "Total number of reconciliation timeouts per controller", "controller");
        _time = factory.CreateHistogram(
            "controller_runtime_reconcile_time_seconds",
            "Length of time per reconciliation per controller",
            ["controller"],
            new HistogramConfiguration { Buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60] });
        _maxConcurrent = factory.CreateGauge(
            "controller_runtime_max_concurrent_reconciles", "Maximum number of concurrent reconciles per controller", "controller");
        _active = factory.CreateGauge("controller_runtime_active_workers", "Number of currently used workers per controller", "controller");
    }

    /// <summary>Starts all series of a controller at zero, so that rates and absence alerts work from the first scrape.</summary>
    internal void Start(string controller, int maxConcurrent)
    {
        foreach (var result in new[] { "success", "error", "requeue", "requeue_after" })
        {
            _total.WithLabels(controller, result);
        }

        foreach (var counter in new[] { _errors, _terminalErrors, _panics, _timeouts })
        {
            counter.WithLabels(controller);
        }

        _time.WithLabels(controller);
        _active.WithLabels(controller).Set(0);
        _maxConcurrent.WithLabels(controller).Set(maxConcurrent);
    }

    internal void Began(string controller) => _active.WithLabels(controller).Inc();

    internal void Ended(string controller, TimeSpan duration)
    {
        _active.WithLabels(controller).Dec();
        _time.WithLabels(controller).Observe(duration.TotalSeconds);
    }

    internal void Succeeded(string controller) => _total.WithLabels(controller, "success").Inc();

    internal void Requeued(string controller) => _total.WithLabels(controller, "requeue_after").Inc();

    internal void Failed(string controller)
    {
        _total.WithLabels(controller, "error").Inc();
        _errors.WithLabels(controller).Inc();
    }

    internal void FailedForGood(string controller)
    {
        Failed(controller);
        _terminalErrors.WithLabels(controller).Inc();
    }

    internal void Panicked(string controller) => _panics.WithLabels(controller).Inc();

    internal void TimedOut(string controller) => _timeouts.WithLabels(controller).Inc();
}
