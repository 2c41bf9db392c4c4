using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ExtensibleWebhooks.Support.Certificates;

/// <summary>A certificate authority of a test's own, and what it issues.</summary>
public sealed class TestAuthority : IDisposable
{
    private readonly X509Certificate2 _certificate;
    private byte _serial;

    public TestAuthority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        _certificate = request.CreateSelfSigned(Now.AddDays(-30), Now.AddDays(30));
    }

    public string Pem => _certificate.ExportCertificatePem();

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    /// <summary>A certificate with its key, for a name or an address.</summary>
    /// <param name="host">Name or address; also its common name.</param>
    /// <param name="isExpired">Whether it ended yesterday.</param>
    /// <param name="issuerUrl">Where it says that its issuer's certificate is; null: nowhere.</param>
    public X509Certificate2 Issue(string host, bool isExpired = false, string? issuerUrl = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var bare = RequestFor(host, key, issuerUrl).Create(_certificate, Now.AddDays(-20), Now.AddDays(isExpired ? -1 : 20), [1, ++_serial]);
        return WithKey(bare, key);
    }

    /// <summary>A certificate that vouches for itself.</summary>
    public static X509Certificate2 SelfSigned(string host)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return RequestFor(host, key, null).CreateSelfSigned(Now.AddDays(-1), Now.AddDays(1));
    }

    public void Dispose() => _certificate.Dispose();

    private static X509Certificate2 WithKey(X509Certificate2 certificate, ECDsa key) => certificate.CopyWithPrivateKey(key);

    private static CertificateRequest RequestFor(string host, ECDsa key, string? issuerUrl)
    {
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        if (IPAddress.TryParse(host, out var address))
        {
            names.AddIpAddress(address);
        }
        else
        {
            names.AddDnsName(host);
        }

        request.CertificateExtensions.Add(names.Build());
        if (issuerUrl is not null)
        {
            request.CertificateExtensions.Add(new X509AuthorityInformationAccessExtension([], [issuerUrl]));
        }

        return request;
    }
}
