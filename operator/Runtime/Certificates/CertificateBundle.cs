using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace ExtensibleWebhooks.Runtime.Certificates;

/// <summary>A certificate authority, those before it that are still trusted, and a serving certificate of one of them. Immutable.</summary>
/// <param name="Authority">With its private key: it signs the next serving certificate.</param>
/// <param name="Retired">Without private keys, which were thrown away when the next one came: they can sign nothing more, and what they signed stays good until it ends.</param>
/// <param name="Serving">With its private key.</param>
internal sealed record CertificateBundle(X509Certificate2 Authority, IReadOnlyList<X509Certificate2> Retired, X509Certificate2 Serving)
{
    public const string TrustFile = "ca.crt";
    public const string AuthorityKeyFile = "ca.key";
    public const string ServingFile = "tls.crt";
    public const string ServingKeyFile = "tls.key";

    /// <summary>All authorities that are trusted, as PEM: what <c>caBundle</c> has to hold.</summary>
    public byte[] Trust => Encoding.ASCII.GetBytes(string.Concat(Trusted.Select(authority => $"{authority.ExportCertificatePem()}\n")));

    /// <summary>The authority, then the retired ones.</summary>
    public IEnumerable<X509Certificate2> Trusted => Retired.Prepend(Authority);

    /// <summary>Reads the files of a Secret; null where they are missing, cannot be read, or a key is not that of its certificate.</summary>
    public static CertificateBundle? Read(IReadOnlyDictionary<string, byte[]>? files)
    {
        try
        {
            var trusted = new X509Certificate2Collection();
            trusted.ImportFromPem(TextOf(TrustFile));
            return trusted.Count == 0
                ? null
                : new CertificateBundle(
                    X509Certificate2.CreateFromPem(trusted[0].ExportCertificatePem(), TextOf(AuthorityKeyFile)),
                    [.. trusted.Skip(1)],
                    X509Certificate2.CreateFromPem(TextOf(ServingFile), TextOf(ServingKeyFile)));
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            // Whoever may write the Secret may have written anything; what is unreadable is made anew.
            return null;
        }

        string TextOf(string file) => Encoding.ASCII.GetString(files?.GetValueOrDefault(file) ?? []);
    }

    /// <summary>The files of the Secret.</summary>
    public IReadOnlyDictionary<string, byte[]> Write() => new Dictionary<string, byte[]>
    {
        [TrustFile] = Trust,
        [AuthorityKeyFile] = KeyOf(Authority),
        [ServingFile] = Encoding.ASCII.GetBytes($"{Serving.ExportCertificatePem()}\n"),
        [ServingKeyFile] = KeyOf(Serving),
    };

    /// <summary>Which of the trusted authorities vouches for the serving certificate at a time, for all of the names; null where none does.</summary>
    public X509Certificate2? IssuerAt(DateTimeOffset time, IEnumerable<string> serverNames) =>
        serverNames.All(name => Serving.MatchesHostname(name)) ? Trusted.FirstOrDefault(authority => Vouches(authority, time)) : null;

    private bool Vouches(X509Certificate2 authority, DateTimeOffset time)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.ApplicationPolicy.Add(CertificateIssuer.ServerAuthentication);
        chain.ChainPolicy.VerificationTime = time.LocalDateTime;
        return chain.Build(Serving);
    }

    private static byte[] KeyOf(X509Certificate2 certificate)
    {
        using var key = certificate.GetECDsaPrivateKey() ?? throw new InvalidOperationException("A certificate that we sign with or serve has an ECDSA key");
        return Encoding.ASCII.GetBytes($"{key.ExportPkcs8PrivateKeyPem()}\n");
    }
}
