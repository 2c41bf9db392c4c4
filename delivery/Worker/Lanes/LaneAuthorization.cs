using System.Text;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Crds.WorkerConfigs;
using ExtensibleWebhooks.Worker.Configuration;
using ExtensibleWebhooks.Worker.Sending;
using ExtensibleWebhooks.Worker.Signing;

namespace ExtensibleWebhooks.Worker.Lanes;

/// <summary>From a destination's authentication, TLS and signing, and the credential files, to what each try carries. Fail closed: what cannot be built is missing.</summary>
internal static class LaneAuthorization
{
    private const string DefaultPrefix = "Bearer";

    public static Authorization Of(DestinationConfig destination, CredentialSet credentials)
    {
        var authorization = Of(destination.Authentication, credentials);
        if (authorization.Missing is not null)
        {
            return authorization;
        }

        if (LaneTls.Of(destination.Tls, credentials, out var problem) is not { } tls)
        {
            return new Authorization(problem, null);
        }

        authorization = authorization with { Tls = tls };
        if (destination.Signing is not { } signing)
        {
            return authorization;
        }

        var signer = RequestSigner.Create(signing.Type, signing.Scope, [.. signing.SecretFiles.Select(credentials.ValueOf)], out problem);
        return signer is null ? new Authorization(problem, null) : authorization with { Signer = signer };
    }

    private static Authorization Of(AuthenticationConfig authentication, CredentialSet credentials) => authentication.Type switch
    {
        AuthenticationType.None => Authorization.None,
        AuthenticationType.Bearer or AuthenticationType.OAuth2 => TextOf(authentication.TokenFile, credentials) is { } token
            ? new Authorization(null, $"{authentication.Prefix ?? DefaultPrefix} {token}") { Token = authentication.Type == AuthenticationType.OAuth2 ? TokenFingerprint.Of(token) : null }
            : authentication.Type == AuthenticationType.OAuth2 ? new Authorization("there is no access token yet", null)
            : Missing("token"),
        AuthenticationType.Basic => Basic(credentials.ValueOf(authentication.UsernameFile), credentials.ValueOf(authentication.PasswordFile)),
        AuthenticationType.Header => TextOf(authentication.TokenFile, credentials) is { } value && authentication.Header is { } name
            ? new Authorization(null, value) { Name = name }
            : Missing("header's value"),
        _ => new Authorization($"authentication of type {authentication.Type} is not supported by this version of the worker", null),
    };

    /// <summary>RFC 7617: the first colon ends the name.</summary>
    private static Authorization Basic(string? username, string? password) => (username, password) switch
    {
        (null, _) => Missing("username"),
        (_, null) => Missing("password"),
        _ when username.Contains(':', StringComparison.Ordinal) => new Authorization("the username has a colon, which Basic authentication cannot send", null),
        _ => new Authorization(null, $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{username}:{password}"))}"),
    };

    /// <summary>A value that a header may have.</summary>
    private static string? TextOf(string? file, CredentialSet credentials) =>
        credentials.ValueOf(file) is { } text && text.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0 ? text : null;

    private static Authorization Missing(string what) =>
        new($"there is no {what}: the credential file is missing, empty or no text that a header may have", null);
}
