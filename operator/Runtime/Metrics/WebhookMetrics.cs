using System.Globalization;
using Prometheus;

namespace ExtensibleWebhooks.Runtime.Metrics;

/// <summary>The admission webhooks, under controller-runtime's names. A refused object is a request that succeeded: code 200.</summary>
public sealed class WebhookMetrics
{
    private readonly Histogram _latency;
    private readonly Counter _requests;
    private readonly Gauge _inFlight;
    private readonly Counter _panics;

    public WebhookMetrics(CollectorRegistry registry)
    {
        var factory = Prometheus.Metrics.WithCustomRegistry(registry);
        _latency = factory.CreateHistogram(
            "controller_runtime_webhook_latency_seconds",
            "Histogram of the latency of processing admission requests",
            ["webhook"],
            new HistogramConfiguration { Buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] });
        _requests = factory.CreateCounter("controller_runtime_webhook_requests_total", "Total number of admission requests by HTTP status code.", "webhook", "code");
        _inFlight = factory.CreateGauge("controller_runtime_webhook_requests_in_flight", "Current number of admission requests being served.", "webhook");
        _panics = factory.CreateCounter("controller_runtime_webhook_panics_total", "Total number of webhook panics (here: exceptions)");
    }

    /// <summary>Starts the series of a webhook at zero.</summary>
    internal void Start(string webhook)
    {
        _requests.WithLabels(webhook, "200");
        _requests.WithLabels(webhook, "500");
        _latency.WithLabels(webhook);
        _inFlight.WithLabels(webhook).Set(0);
    }

    internal void Began(string webhook) => _inFlight.WithLabels(webhook).Inc();

    internal void Ended(string webhook, int code, TimeSpan duration)
    {
        _inFlight.WithLabels(webhook).Dec();
        _latency.WithLabels(webhook).Observe(duration.TotalSeconds);
        _requests.WithLabels(webhook, code.ToString(CultureInfo.InvariantCulture)).Inc();
    }

    internal void Panicked() => _panics.Inc();
}
