using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ExtensibleWebhooks.Runtime.Certificates;

/// <summary>Makes certificates: ECDSA on P-256 with SHA-256, which every API server takes.</summary>
internal sealed class CertificateIssuer(TimeProvider time)
{
    /// <summary>id-kp-serverAuth of RFC 5280.</summary>
    public static readonly Oid ServerAuthentication = new("1.3.6.1.5.5.7.3.1");

    /// <summary>Clocks differ: a certificate is valid from a little before it was made.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    private const int SerialBytes = 16;

    /// <summary>A self-signed authority with its private key. Each has a name of its own, so that none is taken for another.</summary>
    public X509Certificate2 NewAuthority(string name, TimeSpan lifetime)
    {
        using var key = NewKey();
        var request = RequestOf($"{name} CA {RandomNumberGenerator.GetHexString(8, lowercase: true)}", key);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        var now = time.GetUtcNow();
        return request.CreateSelfSigned(now - ClockSkew, now + lifetime);
    }

    /// <summary>A serving certificate with its private key; it ends with its authority at the latest.</summary>
    /// <param name="authority">With its private key.</param>
    /// <param name="serverNames">DNS names and IP addresses.</param>
    /// <param name="lifetime">From now.</param>
    public X509Certificate2 IssueServing(X509Certificate2 authority, IReadOnlyList<string> serverNames, TimeSpan lifetime)
    {
        using var key = NewKey();
        var request = RequestOf(serverNames[0], key);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([ServerAuthentication], critical: false));
        request.CertificateExtensions.Add(AlternativeNames(serverNames));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        var now = time.GetUtcNow();
        using var certificate = request.Create(
            authority,
            Later(now - ClockSkew, authority.NotBefore),
            Earlier(now + lifetime, authority.NotAfter),
            RandomNumberGenerator.GetBytes(SerialBytes));
        return certificate.CopyWithPrivateKey(key);
    }

    private static ECDsa NewKey() => ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private static CertificateRequest RequestOf(string commonName, ECDsa key)
    {
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName(commonName);
        return new CertificateRequest(subject.Build(), key, HashAlgorithmName.SHA256);
    }

    private static X509Extension AlternativeNames(IReadOnlyList<string> serverNames)
    {
        var names = new SubjectAlternativeNameBuilder();
        foreach (var name in serverNames)
        {
            if (IPAddress.TryParse(name, out var address))
            {
                names.AddIpAddress(address);
            }
            else
            {
                names.AddDnsName(name);
            }
        }

        return names.Build();
    }

    private static DateTimeOffset Later(DateTimeOffset time, DateTimeOffset other) => time > other ? time : other;

    private static DateTimeOffset Earlier(DateTimeOffset time, DateTimeOffset other) => time < other ? time : other;
}
