using Prometheus;

namespace ExtensibleWebhooks.Runtime.Metrics;

/// <summary>Calls to the API server, under client-go's names.</summary>
public sealed class RestClientMetrics
{
    private readonly Counter _requests;
    private readonly Histogram _duration;

    public RestClientMetrics(CollectorRegistry registry)
    {
        var factory = Prometheus.Metrics.WithCustomRegistry(registry);
        _requests = factory.CreateCounter(
            "rest_client_requests_total",
            "Number of HTTP requests, partitioned by status code, method, and host.",
            "code", "method", "host");
        _duration = factory.CreateHistogram(
            "rest_client_request_duration_seconds",
            "Request latency in seconds, until the answer's headers. Broken down by verb, and host.",
            ["verb", "host"],
            new HistogramConfiguration { Buckets = [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2, 4, 8, 15, 30, 60] });
    }

    /// <param name="code">The HTTP status, or <c>&lt;error&gt;</c> when no answer came.</param>
    internal void Answered(string method, string verb, string host, string code, TimeSpan duration)
    {
        _requests.WithLabels(code, method, host).Inc();
        _duration.WithLabels(verb, host).Observe(duration.TotalSeconds);
    }
}
