using System.Security.Cryptography.X509Certificates;
using ExtensibleWebhooks.Runtime.Cache;
using ExtensibleWebhooks.Runtime.Metrics;
using Microsoft.Extensions.Logging;

namespace ExtensibleWebhooks.Runtime.Certificates;

/// <summary>The certificate that this replica serves, as the shared Secret has it: the next connection gets what the last change brought.</summary>
public sealed class ServingCertificate : IInformerHandler<CertificateSecret>
{
    private readonly CertificateMetrics _metrics;
    private readonly ILogger _logger;
    private volatile X509Certificate2? _current;

    internal ServingCertificate(CertificateMetrics metrics, ILogger<ServingCertificate> logger)
    {
        _metrics = metrics;
        _logger = logger;
    }

    /// <summary>With its private key; null until the leader has made one. Never disposed here: connections may still be using the last one.</summary>
    public X509Certificate2? Current => _current;

    public void Added(CertificateSecret entity) => Load(entity);

    public void Updated(CertificateSecret before, CertificateSecret after) => Load(after);

    /// <summary>What was served stays, until the leader has made it anew.</summary>
    public void Deleted(CertificateSecret last)
    {
    }

    public void Undecodable(UndecodableObject entity)
    {
    }

    private void Load(CertificateSecret secret)
    {
        if (CertificateBundle.Read(secret.Data) is not { } bundle)
        {
            _metrics.Failed();
            Log.Unreadable(_logger, secret.Metadata.NamespaceProperty, secret.Metadata.Name);
            return;
        }

        _metrics.Read(bundle.Authority.NotAfter, bundle.Serving.NotAfter);
        if (_current?.Thumbprint != bundle.Serving.Thumbprint)
        {
            _current = bundle.Serving;
            Log.Served(_logger, bundle.Serving.Thumbprint, bundle.Serving.NotAfter.ToUniversalTime());
        }
    }
}
