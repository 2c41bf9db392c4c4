using Prometheus;

namespace ExtensibleWebhooks.Runtime.Metrics;

/// <summary>The webhooks' certificates: how often they were read, under controller-runtime's names, and when they end, under one of our own.</summary>
public sealed class CertificateMetrics
{
    private readonly Counter _reads;
    private readonly Counter _errors;
    private readonly Gauge _ends;

    public CertificateMetrics(CollectorRegistry registry)
    {
        var factory = Prometheus.Metrics.WithCustomRegistry(registry);
        _reads = factory.CreateCounter("certwatcher_read_certificate_total", "Total number of certificate reads");
        _errors = factory.CreateCounter("certwatcher_read_certificate_errors_total", "Total number of certificate read errors");
        _ends = factory.CreateGauge(
            "operator_webhook_certificate_expiration_timestamp_seconds", "When the certificate that this replica has read ends: of the authority, and of serving.", "certificate");
    }

    internal void Read(DateTime authorityEnds, DateTime servingEnds)
    {
        _reads.Inc();
        _ends.WithLabels("authority").SetToTimeUtc(authorityEnds.ToUniversalTime());
        _ends.WithLabels("serving").SetToTimeUtc(servingEnds.ToUniversalTime());
    }

    internal void Failed()
    {
        _reads.Inc();
        _errors.Inc();
    }
}
