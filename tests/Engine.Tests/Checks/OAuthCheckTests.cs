using System.Text.Json;
using ExtensibleWebhooks.Crds;
using ExtensibleWebhooks.Crds.Validation;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Engine.Checks;

namespace ExtensibleWebhooks.Engine.Tests.Checks;

/// <summary>What is refused of an OAuth 2.0 client before anybody asks its provider.</summary>
public class OAuthCheckTests
{
    private const string Block = "spec.authentication.oauth2";

    [Theory]
    [InlineData("https://login.example.com/token?tenant=a", null)]
    [InlineData("https://10.1.2.3/token", null)]
    [InlineData("http://10.1.2.3/token", null)]
    [InlineData("http://keycloak/token", null)]
    [InlineData("http://keycloak.auth.svc:8080/token", null)]
    [InlineData("http://keycloak.auth.svc.cluster.local./token", null)]
    [InlineData("http://login.example.com/token", "may be on the Internet")]
    [InlineData("http://8.8.8.8/token", "may be on the Internet")]
    [InlineData("http://evil.svc.example.com/token", "may be on the Internet")]
    [InlineData("https://169.254.169.254/latest", "link-local")]
    [InlineData("https://0xA9FEA9FE/latest", "link-local")]
    [InlineData("https://127.0.0.1/token", "loopback")]
    [InlineData("https://[::ffff:127.0.0.1]/token", "loopback")]
    [InlineData("https://127.1./token", "loopback")]
    [InlineData("https://login.example.com/token#part", "fragment")]
    [InlineData("https://user:pass@login.example.com/token", "user or password")]
    [InlineData("https://login.example.com/to ken", "percent-encoded")]
    [InlineData("https://", "absolute http or https URL")]
    public void TokenUrl_OfEachKind_IsRightOrSaysWhyNot(string url, string? complaint)
    {
        foreach (var field in new[] { "accessTokenUrl", "refreshTokenUrl", "revokeUrl" })
        {
            var findings = Findings(Destination($$"""{"{{field}}": "{{url}}"}"""));

            if (complaint is null)
            {
                Assert.Empty(findings);
                continue;
            }

            var finding = Assert.Single(findings);
            Assert.Equal($"{Block}.{field}", finding.Path);
            Assert.Contains(complaint, finding.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("user:pass", finding.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("http://127.0.0.1:5000/authorize", true)]
    [InlineData("http://localhost:5000/authorize", true)]
    [InlineData("http://169.254.169.254/authorize", false)]
    [InlineData("http://login.example.com/authorize", false)]
    public void AuthorizeUrl_WhichABrowserOpens_MayBeOnThatMachine(string url, bool isRight) =>
        Assert.Equal(isRight, Findings(Destination($$"""{"flow": "AuthorizationCode", "authorizeUrl": "{{url}}"}""")).Count == 0);

    [Fact]
    public void TokenUrl_OnLoopback_IsRightWhereLoopbackIsAllowed() =>
        Assert.Empty(OAuthCheck.Check(Destination("""{"accessTokenUrl": "http://127.0.0.1:5000/token"}"""), allowsLoopback: true));

    [Theory]
    [InlineData("""{"name": "X-Tenant", "value": "a", "sendIn": "Header"}""", true)]
    [InlineData("""{"name": "X Tenant", "value": "a", "sendIn": "Header"}""", false)]
    [InlineData("""{"name": "Host", "value": "a", "sendIn": "Header"}""", false)]
    [InlineData("""{"name": "Content-Type", "value": "a", "sendIn": "Header"}""", false)]
    [InlineData("""{"name": "X-Tenant", "value": "a\nb", "sendIn": "Header"}""", false)]
    [InlineData("""{"name": "audience", "value": "a", "sendIn": "Body"}""", true)]
    [InlineData("""{"name": "grant_type", "value": "password", "sendIn": "Body"}""", false)]
    [InlineData("""{"name": "refresh_token", "value": "a", "sendIn": "Query"}""", false)]
    public void RefreshParameter_ThatCannotBeSent_SaysSo(string parameter, bool isRight)
    {
        var findings = Findings(Destination($$"""{"refreshParameters": [{{parameter}}]}"""));

        Assert.Equal(isRight ? [] : [$"{Block}.refreshParameters[0].name"], findings.Select(finding => finding.Path));
    }

    [Fact]
    public void Warnings_OfPlainHttp_NameEachField() =>
        Assert.Equal(
            [
                $"{Block}.authorizeUrl: is no https: whoever listens on the way reads what the person grants",
                $"{Block}.accessTokenUrl: is no https: whoever listens on the way reads the client's secret and the tokens",
            ],
            OAuthCheck.Warnings(Destination("""{"flow": "AuthorizationCode", "authorizeUrl": "http://a/", "accessTokenUrl": "http://a/", "revokeUrl": "https://a/"}""")).Select(warning => warning.ToString()));

    [Fact]
    public void Warnings_OfADestinationWithoutOAuth_AreNone() =>
        Assert.Empty(OAuthCheck.Warnings(Read("""{"sourceRef": {"name": "shop"}}""")));

    private static List<Diagnostic> Findings(WebhookDestination destination) => [.. OAuthCheck.Check(destination, allowsLoopback: false)];

    /// <summary>One that is right, with other members.</summary>
    private static WebhookDestination Destination(string members)
    {
        var client = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>("""{"clientId": "a", "clientSecretRef": {"name": "a", "key": "b"}, "accessTokenUrl": "https://login.example.com/token"}""") ?? [];
        foreach (var (name, value) in JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(members) ?? [])
        {
            client[name] = value;
        }

        return Read($$$"""{"sourceRef": {"name": "shop"}, "authentication": {"type": "OAuth2", "oauth2": {{{JsonSerializer.Serialize(client)}}}}}""");
    }

    private static WebhookDestination Read(string spec) =>
        JsonSerializer.Deserialize<WebhookDestination>($$"""{"metadata": {"name": "crm"}, "spec": {{spec}}}""", Json.Options) ?? throw new InvalidOperationException("null");
}
