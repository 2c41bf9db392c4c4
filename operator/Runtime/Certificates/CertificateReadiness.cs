using ExtensibleWebhooks.Runtime.Cache;
using ExtensibleWebhooks.Runtime.Health;
using k8s.Models;

namespace ExtensibleWebhooks.Runtime.Certificates;

/// <summary>
/// A replica without a certificate would refuse the API server's connections, so it is not ready. Where no configuration asks anybody to call, it is:
/// then nobody makes certificates, and a rollout must not wait for them.
/// </summary>
internal sealed class CertificateReadiness(ServingCertificate certificate, ILister<V1ValidatingWebhookConfiguration> configurations) : IReadinessCheck
{
    public HealthCheck Check()
    {
        var isReady = certificate.Current is not null || configurations.List().Count == 0;
        return new HealthCheck("webhook-certificate", isReady, isReady ? "ok" : "not made yet");
    }
}
