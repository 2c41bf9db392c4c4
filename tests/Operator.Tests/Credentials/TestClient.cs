using ExtensibleWebhooks.Crds.References;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Credentials.Clients;

namespace ExtensibleWebhooks.Operator.Tests.Credentials;

/// <summary>A client of a provider that a test runs.</summary>
internal static class TestClient
{
    public const string Id = "client-1";

    public const string Secret = "s3cret-of-the-client";

    public static OAuth2Authentication Spec(string url, OAuth2Flow flow = OAuth2Flow.AuthorizationCode) => new()
    {
        Flow = flow,
        ClientId = Id,
        ClientSecretRef = new SecretKeyRef { Name = "crm", Key = "clientSecret" },
        AccessTokenUrl = $"{url}/token",
        AuthorizeUrl = flow == OAuth2Flow.AuthorizationCode ? $"{url}/authorize" : null,
        Scopes = ["read", "write"],
    };

    /// <summary>Every Secret that the spec names has <see cref="Secret"/>, unless told otherwise.</summary>
    public static OAuthClient Of(OAuth2Authentication spec, Func<SecretKeyRef, string?>? secrets = null)
    {
        var result = OAuthClient.Of(spec, secrets ?? (_ => Secret));
        return result.Client ?? throw new InvalidOperationException(string.Join("; ", result.Problems));
    }

    public static OAuthClient Of(string url, OAuth2Flow flow = OAuth2Flow.AuthorizationCode) => Of(Spec(url, flow));
}
