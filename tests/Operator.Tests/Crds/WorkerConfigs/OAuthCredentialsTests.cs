using ExtensibleWebhooks.Crds.References;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Crds.WorkerConfigs;

namespace ExtensibleWebhooks.Operator.Tests.Crds.WorkerConfigs;

/// <summary>What a worker gets of an OAuth2 destination, and what it does not.</summary>
public class OAuthCredentialsTests
{
    private const string Block = "spec.authentication.oauth2";

    [Fact]
    public void Credentials_OfOAuth2_AreTheAccessTokenOfItsOwnSecret()
    {
        var file = Assert.Single(DestinationCredentials.Of(Destination()));

        Assert.Equal(new CredentialFile("token.crm", new SecretKeyRef { Name = "crm-oauth", Key = "accessToken" }, Block), file);
    }

    [Fact]
    public void Config_OfOAuth2_HasThePrefixAndTheFileAndNothingOfTheClient()
    {
        var authentication = DestinationCredentials.Authentication(Destination());

        Assert.Equal(new AuthenticationConfig { Type = AuthenticationType.OAuth2, Prefix = "Token", TokenFile = "token.crm" }, authentication);
    }

    [Fact]
    public void ClientSecrets_OfOAuth2_AreAllThatItsTokenRequestsNeed() =>
        Assert.Equal(
            [
                ($"{Block}.clientIdSecretRef", new SecretKeyRef { Name = "app", Key = "id" }),
                ($"{Block}.clientSecretRef", new SecretKeyRef { Name = "app", Key = "secret" }),
                ($"{Block}.refreshParameters[1].valueSecretRef", new SecretKeyRef { Name = "app", Key = "tenant" }),
            ],
            OAuthClientSecrets.Of(Destination()));

    [Fact]
    public void ClientSecrets_OfABearer_AreNone() =>
        Assert.Empty(OAuthClientSecrets.Of(Samples.Typed<WebhookDestination>("""{"authentication": {"type": "Bearer", "bearer": {"tokenSecretRef": {"name": "a", "key": "b"}}}}""")));

    /// <summary>echo -n token-1 | sha256sum: an operator of today and a worker of tomorrow mean the same token by it.</summary>
    [Fact]
    public void Fingerprint_OfAToken_IsTheBeginningOfItsSha256() => Assert.Equal("3f08aace122ee236", TokenFingerprint.Of("token-1"));

    private static WebhookDestination Destination()
    {
        var destination = Samples.Typed<WebhookDestination>(
            """
            {"authentication": {"type": "OAuth2", "oauth2": {
              "clientIdSecretRef": {"name": "app", "key": "id"}, "clientSecretRef": {"name": "app", "key": "secret"}, "accessTokenUrl": "https://login.example.com/token",
              "tokenPrefix": "Token",
              "refreshParameters": [{"name": "audience", "value": "crm", "sendIn": "Body"}, {"name": "X-Tenant", "valueSecretRef": {"name": "app", "key": "tenant"}, "sendIn": "Header"}]}}}
            """);
        destination.Metadata.Name = "crm";
        return destination;
    }
}
