using ExtensibleWebhooks.Crds.References;
using ExtensibleWebhooks.Crds.WebhookDestinations;

namespace ExtensibleWebhooks.Crds.WorkerConfigs;

/// <summary>The Secret with the tokens of an OAuth2 destination: what it is called, and its keys. Outside a cluster, the same names in a file.</summary>
public static class OAuthSecret
{
    /// <summary>The access token: the only key that workers get.</summary>
    public const string AccessToken = "accessToken";

    /// <summary>The refresh token; absent where the provider gave none.</summary>
    public const string RefreshToken = "refreshToken";

    /// <summary>When the access token ends; absent where the provider did not say.</summary>
    public const string ExpiresAt = "expiresAt";

    /// <summary>When the access token was fetched.</summary>
    public const string ObtainedAt = "obtainedAt";

    /// <summary>Fingerprint of the client whose tokens these are.</summary>
    public const string Client = "client";

    /// <summary>Who refreshes the tokens at this moment; absent when nobody does.</summary>
    public const string Refreshing = "refreshing";

    /// <summary>The block of the spec that the tokens follow from: what a <see cref="CredentialFile"/> of a token names.</summary>
    public const string Path = "spec.authentication.oauth2";

    public static string NameOf(WebhookDestination destination) => NameOf(destination.Metadata.Name);

    /// <param name="destination">Its name.</param>
    public static string NameOf(string destination) => $"{destination}-oauth";

    public static SecretKeyRef AccessTokenOf(WebhookDestination destination) => new() { Name = NameOf(destination), Key = AccessToken };
}
