using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Crds.WorkerConfigs;
using ExtensibleWebhooks.Worker.Configuration;
using ExtensibleWebhooks.Worker.Sending;

namespace ExtensibleWebhooks.Worker.Lanes;

/// <summary>From a destination's authentication and the credential files to the Authorization header. Fail closed: what cannot be built is missing.</summary>
internal static class LaneAuthorization
{
    private const string DefaultPrefix = "Bearer";

    public static Authorization Of(AuthenticationConfig authentication, CredentialSet credentials) => authentication.Type switch
    {
        AuthenticationType.None => Authorization.None,
        AuthenticationType.Bearer or AuthenticationType.OAuth2 => WithToken(authentication, credentials),
        _ => new Authorization($"authentication of type {authentication.Type} is not supported by this version of the worker", null),
    };

    private static Authorization WithToken(AuthenticationConfig authentication, CredentialSet credentials) =>
        credentials.ValueOf(authentication.TokenFile) is { } token && token.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0
            ? new Authorization(null, $"{authentication.Prefix ?? DefaultPrefix} {token}")
            : new Authorization("there is no token: the credential file is missing, empty or no text that a header may have", null);
}
