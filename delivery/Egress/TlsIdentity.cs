using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ExtensibleWebhooks.Egress;

/// <summary>
/// Whom a destination's connections trust, and who they are. Equal when made of the same texts. The host's name is always checked; nothing that a receiver's
/// certificate names (an issuer's certificate, a revocation list) is ever fetched, since that would be a request to wherever the receiver likes.
/// </summary>
public sealed class TlsIdentity : IEquatable<TlsIdentity>
{
    /// <summary>The public authorities, and no client certificate.</summary>
    public static readonly TlsIdentity Public = new(null, null, null);

    private readonly X509Certificate2Collection? _authorities;
    private readonly SslStreamCertificateContext? _client;
    private readonly string? _texts;

    private TlsIdentity(X509Certificate2Collection? authorities, SslStreamCertificateContext? client, string? texts)
    {
        _authorities = authorities;
        _client = client;
        _texts = texts;
    }

    /// <summary>Null where a text is not what it should be.</summary>
    /// <param name="authorities">PEM certificates that are trusted instead of the public ones; null for those.</param>
    /// <param name="client">The client's PEM certificate, with those that lead to its authority, and its key; null for none.</param>
    /// <param name="problem">Why there is none, without anything of the key.</param>
    public static TlsIdentity? Create(string? authorities, (string Certificate, string Key)? client, out string? problem)
    {
        problem = null;
        try
        {
            X509Certificate2Collection? trusted = null;
            if (authorities is not null)
            {
                problem = "the certificate authorities are no certificates in PEM";
                trusted = [];
                trusted.ImportFromPem(authorities);
                if (trusted.Count == 0)
                {
                    return null;
                }
            }

            problem = "the client certificate and its key are no pair of certificate and unencrypted key in PEM";
            var identity = new TlsIdentity(trusted, client is { } pair ? ContextOf(pair.Certificate, pair.Key) : null, $"{authorities}\0{client?.Certificate}\0{client?.Key}");
            problem = null;
            return identity;
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            // Not its message, which may quote what it read.
            return null;
        }
    }

    /// <summary>For one pool of connections.</summary>
    public SslClientAuthenticationOptions ToOptions()
    {
        var policy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        if (_authorities is not null)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.AddRange(_authorities);
        }

        return new SslClientAuthenticationOptions { CertificateChainPolicy = policy, ClientCertificateContext = _client };
    }

    public bool Equals(TlsIdentity? other) => other is not null && _texts == other._texts;

    public override bool Equals(object? obj) => Equals(obj as TlsIdentity);

    public override int GetHashCode() => _texts is null ? 0 : string.GetHashCode(_texts, StringComparison.Ordinal);

    private static SslStreamCertificateContext ContextOf(string certificate, string key)
    {
        var chain = new X509Certificate2Collection();
        chain.ImportFromPem(certificate);
        return SslStreamCertificateContext.Create(X509Certificate2.CreateFromPem(certificate, key), chain, offline: true);
    }
}
