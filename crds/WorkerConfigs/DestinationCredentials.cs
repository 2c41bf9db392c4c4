using ExtensibleWebhooks.Crds.References;
using ExtensibleWebhooks.Crds.WebhookDestinations;

namespace ExtensibleWebhooks.Crds.WorkerConfigs;

/// <summary>
/// The Secrets that a destination's requests need: which file beside the config holds which key, and where in the spec it is named. The config names the files by the
/// same functions, so that neither can say something else than the other.
/// </summary>
public static class DestinationCredentials
{
    /// <summary>The keys of a Secret of type kubernetes.io/tls.</summary>
    public const string CertificateKey = "tls.crt";

    /// <inheritdoc cref="CertificateKey"/>
    public const string PrivateKeyKey = "tls.key";

    /// <summary>In the order of the spec; none for a destination that needs none.</summary>
    public static IEnumerable<CredentialFile> Of(WebhookDestination destination) =>
        OfAuthentication(destination).Concat(OfSigning(destination)).Concat(OfTls(destination));

    internal static AuthenticationConfig Authentication(WebhookDestination destination)
    {
        var spec = destination.Spec.Authentication;
        return spec switch
        {
            { Bearer: { } bearer } => new AuthenticationConfig { Type = spec.Type, Prefix = bearer.Prefix, TokenFile = File("token", destination) },
            { OAuth2: { } client } => new AuthenticationConfig { Type = spec.Type, Prefix = client.TokenPrefix, TokenFile = File("token", destination) },
            { Basic: not null } => new AuthenticationConfig { Type = spec.Type, UsernameFile = File("username", destination), PasswordFile = File("password", destination) },
            { Header: { } header } => new AuthenticationConfig { Type = spec.Type, Header = header.Name, TokenFile = File("header", destination) },
            _ => new AuthenticationConfig { Type = spec.Type },
        };
    }

    internal static SigningConfig? Signing(WebhookDestination destination) => destination.Spec.Signing is { } signing
        ? new SigningConfig
        {
            Type = signing.Type,
            SecretFiles = [.. signing.SecretRefs.Select((_, index) => SigningFile(index, destination))],
            Scope = signing.Scope,
        }
        : null;

    internal static TlsConfig? Tls(WebhookDestination destination) => destination.Spec.Tls is { } tls
        ? new TlsConfig
        {
            AuthoritiesFile = tls.CaSecretRef is null ? null : File("ca", destination),
            CertificateFile = tls.ClientCertificateSecretRef is null ? null : File("client-certificate", destination),
            PrivateKeyFile = tls.ClientCertificateSecretRef is null ? null : File("client-key", destination),
        }
        : null;

    private static IEnumerable<CredentialFile> OfAuthentication(WebhookDestination destination)
    {
        const string path = "spec.authentication";
        return destination.Spec.Authentication switch
        {
            { Bearer: { } bearer } => [new CredentialFile(File("token", destination), bearer.TokenSecretRef, $"{path}.bearer.tokenSecretRef")],
            { OAuth2: not null } => [new CredentialFile(File("token", destination), OAuthSecret.AccessTokenOf(destination), OAuthSecret.Path)],
            { Basic: { } basic } =>
            [
                new CredentialFile(File("username", destination), basic.UsernameSecretRef, $"{path}.basic.usernameSecretRef"),
                new CredentialFile(File("password", destination), basic.PasswordSecretRef, $"{path}.basic.passwordSecretRef"),
            ],
            { Header: { } header } => [new CredentialFile(File("header", destination), header.ValueSecretRef, $"{path}.header.valueSecretRef")],
            _ => [],
        };
    }

    private static IEnumerable<CredentialFile> OfSigning(WebhookDestination destination) => destination.Spec.Signing is { } signing
        ? signing.SecretRefs.Select((reference, index) => new CredentialFile(SigningFile(index, destination), reference, $"spec.signing.secretRefs[{index}]"))
        : [];

    private static IEnumerable<CredentialFile> OfTls(WebhookDestination destination)
    {
        if (destination.Spec.Tls?.CaSecretRef is { } authorities)
        {
            yield return new CredentialFile(File("ca", destination), authorities, "spec.tls.caSecretRef");
        }

        if (destination.Spec.Tls?.ClientCertificateSecretRef is { } client)
        {
            const string path = "spec.tls.clientCertificateSecretRef";
            yield return new CredentialFile(File("client-certificate", destination), new SecretKeyRef { Name = client.Name, Key = CertificateKey }, path);
            yield return new CredentialFile(File("client-key", destination), new SecretKeyRef { Name = client.Name, Key = PrivateKeyKey }, path);
        }
    }

    private static string SigningFile(int index, WebhookDestination destination) => File($"signing-{index}", destination);

    /// <summary>No prefix has a dot, so no two of them make the same file.</summary>
    private static string File(string prefix, WebhookDestination destination) => $"{prefix}.{destination.Metadata.Name}";
}
