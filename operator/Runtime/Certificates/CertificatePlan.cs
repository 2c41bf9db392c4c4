using System.Globalization;
using System.Security.Cryptography.X509Certificates;

namespace ExtensibleWebhooks.Runtime.Certificates;

/// <summary>What has to be done to a bundle, and when to look again.</summary>
/// <param name="Step">Carry it out and ask again, until there is nothing to do.</param>
/// <param name="NextLook">With <see cref="CertificateStep.Keep"/>: when the next step may be due, unless something changes before.</param>
internal sealed record CertificatePlan(CertificateStep Step, DateTimeOffset NextLook)
{
    /// <summary>Renewal after this share of a certificate's life, as kubelet and cert-manager have it …</summary>
    private const double RenewalShare = 2.0 / 3;

    /// <summary>… and up to this share of its life earlier, so that installations made together are not renewed together.</summary>
    private const double RenewalJitter = 0.05;

    /// <summary>
    /// Pure. The order of a rotation: the new authority is trusted beside the old one; when every API server has heard of that, a serving certificate of the new one is
    /// made; the old one stays trusted until it ends, so that it does not matter when which replica begins to serve the new certificate.
    /// </summary>
    /// <param name="bundle">What is there; null for nothing usable.</param>
    /// <param name="serverNames">What the serving certificate has to be good for.</param>
    /// <param name="now">The time.</param>
    /// <param name="trustedFrom">From when on every API server trusts the bundle's authority; null while the configuration does not even name it.</param>
    public static CertificatePlan Of(CertificateBundle? bundle, IReadOnlyList<string> serverNames, DateTimeOffset now, DateTimeOffset? trustedFrom)
    {
        if (bundle is null || now >= EndOf(bundle.Authority) || now < StartOf(bundle.Authority))
        {
            return new CertificatePlan(CertificateStep.Replace, now);
        }

        if (now >= RenewalOf(bundle.Authority))
        {
            return new CertificatePlan(CertificateStep.RotateAuthority, now);
        }

        if (bundle.Retired.Any(authority => now >= EndOf(authority)))
        {
            return new CertificatePlan(CertificateStep.DropRetired, now);
        }

        var issuer = bundle.IssuerAt(now, serverNames);
        var isOfRetired = issuer is not null && issuer != bundle.Authority;
        var renewal = !isOfRetired ? RenewalOf(bundle.Serving) : trustedFrom ?? DateTimeOffset.MaxValue;
        return issuer is null || now >= renewal
            ? new CertificatePlan(CertificateStep.RenewServing, now)
            : new CertificatePlan(CertificateStep.Keep, Earliest(renewal, EndOf(bundle.Serving), RenewalOf(bundle.Authority), [.. bundle.Retired.Select(EndOf)]));
    }

    /// <summary>When a certificate is due for renewal: always the same time for the same certificate.</summary>
    public static DateTimeOffset RenewalOf(X509Certificate2 certificate)
    {
        var jitter = uint.Parse(certificate.Thumbprint.AsSpan(0, 8), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / (double)uint.MaxValue;
        return StartOf(certificate) + ((EndOf(certificate) - StartOf(certificate)) * (RenewalShare - (RenewalJitter * jitter)));
    }

    private static DateTimeOffset StartOf(X509Certificate2 certificate) => certificate.NotBefore;

    private static DateTimeOffset EndOf(X509Certificate2 certificate) => certificate.NotAfter;

    private static DateTimeOffset Earliest(DateTimeOffset renewal, DateTimeOffset end, DateTimeOffset rotation, DateTimeOffset[] retirements) =>
        retirements.Append(renewal).Append(end).Append(rotation).Min();
}
