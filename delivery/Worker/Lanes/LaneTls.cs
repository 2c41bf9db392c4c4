using ExtensibleWebhooks.Crds.WorkerConfigs;
using ExtensibleWebhooks.Egress;
using ExtensibleWebhooks.Worker.Configuration;

namespace ExtensibleWebhooks.Worker.Lanes;

/// <summary>From a destination's TLS files to its identity. Fail closed: a file that is named and not there is no identity.</summary>
internal static class LaneTls
{
    /// <summary>Null with a problem: nothing may be sent.</summary>
    public static TlsIdentity? Of(TlsConfig? tls, CredentialSet credentials, out string? problem)
    {
        problem = null;
        if (tls is null or { AuthoritiesFile: null, CertificateFile: null })
        {
            return TlsIdentity.Public;
        }

        var (authorities, certificate, key) = (credentials.ValueOf(tls.AuthoritiesFile), credentials.ValueOf(tls.CertificateFile), credentials.ValueOf(tls.PrivateKeyFile));
        if (tls.AuthoritiesFile is not null && authorities is null)
        {
            problem = "there are no certificate authorities: the file is missing or empty";
            return null;
        }

        if (tls.CertificateFile is null)
        {
            return TlsIdentity.Create(authorities, null, out problem);
        }

        if (certificate is null || key is null)
        {
            problem = "there is no client certificate or no key: a file is missing or empty";
            return null;
        }

        return TlsIdentity.Create(authorities, (certificate, key), out problem);
    }
}
