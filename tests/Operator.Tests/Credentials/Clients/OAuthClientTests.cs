using ExtensibleWebhooks.Crds.References;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Credentials.Clients;

namespace ExtensibleWebhooks.Operator.Tests.Credentials.Clients;

public sealed class OAuthClientTests
{
    private const string Url = "https://auth.example.com";

    private static readonly SecretKeyRef IdRef = new() { Name = "crm", Key = "id" };

    public static TheoryData<string, Func<OAuth2Authentication, OAuth2Authentication>> OtherIdentities => new()
    {
        { "id", spec => spec with { ClientId = "other" } },
        { "flow", spec => spec with { Flow = OAuth2Flow.ClientCredentials } },
        { "accessTokenUrl", spec => spec with { AccessTokenUrl = $"{Url}/other" } },
        { "refreshTokenUrl", spec => spec with { RefreshTokenUrl = $"{Url}/other" } },
        { "authorizeUrl", spec => spec with { AuthorizeUrl = $"{Url}/other" } },
        { "scopes", spec => spec with { Scopes = ["read write"] } },
        { "no scopes", spec => spec with { Scopes = [] } },
        { "parameter", spec => spec with { RefreshParameters = [Body("audience", "b")] } },
        { "place", spec => spec with { RefreshParameters = [Body("audience", "a") with { SendIn = RefreshParameterPlace.Query }] } },
    };

    [Fact]
    public void Client_WithManyThingsMissing_NamesThemAll_AndNoValue()
    {
        var spec = TestClient.Spec(Url) with
        {
            ClientId = null,
            ClientIdSecretRef = IdRef,
            AuthorizeUrl = null,
            AccessTokenUrl = "https://",
            RefreshParameters =
            [
                new RefreshParameter { Name = "key", ValueSecretRef = new SecretKeyRef { Name = "crm", Key = "key" }, SendIn = RefreshParameterPlace.Header },
                new RefreshParameter { Name = "Host", Value = "x", SendIn = RefreshParameterPlace.Header },
                new RefreshParameter { Name = "X-A", Value = "secret\r\nX-B: y", SendIn = RefreshParameterPlace.Header },
                new RefreshParameter { Name = "X A", Value = "x", SendIn = RefreshParameterPlace.Header },
            ],
        };

        var result = OAuthClient.Of(spec, reference => reference.Key == "clientSecret" ? "\n" : null);

        Assert.Null(result.Client);
        Assert.Equal(
            [
                "clientIdSecretRef: Secret crm has no key id: add it",
                "clientSecretRef: Secret crm has nothing in key clientSecret: add it",
                "refreshParameters[0].valueSecretRef: Secret crm has no key key: add it",
                "refreshParameters[1].name: is no header that can be set: use letters, digits and '-', and none that HTTP itself needs",
                "refreshParameters[2]: has a value that no header may carry: use visible ASCII, or send it in the Body",
                "refreshParameters[3].name: is no header that can be set: use letters, digits and '-', and none that HTTP itself needs",
                "accessTokenUrl: is no absolute http or https URL",
                "authorizeUrl: is needed with flow AuthorizationCode",
            ],
            result.Problems.Select(problem => problem.ToString().Replace("spec.authentication.oauth2.", "", StringComparison.Ordinal)));
    }

    [Fact]
    public void Secrets_WithALineEnd_AreReadWithoutIt()
    {
        var client = TestClient.Of(TestClient.Spec(Url) with { ClientId = null, ClientIdSecretRef = IdRef }, reference => reference == IdRef ? "id\n" : "secret\r\n");

        Assert.Equal(("id", "secret"), (client.Id, client.Secret));
    }

    [Theory]
    [MemberData(nameof(OtherIdentities))]
    public void Fingerprint_OfAnotherIdentity_IsAnother(string what, Func<OAuth2Authentication, OAuth2Authentication> change)
    {
        var spec = TestClient.Spec(Url) with { RefreshParameters = [Body("audience", "a")] };

        Assert.True(TestClient.Of(spec).Fingerprint != TestClient.Of(change(spec)).Fingerprint, what);
    }

    [Fact]
    public void Fingerprint_WithAnotherSecret_IsTheSame_AndTheRevisionIsNot()
    {
        var spec = TestClient.Spec(Url) with { RefreshParameters = [new RefreshParameter { Name = "key", ValueSecretRef = IdRef, SendIn = RefreshParameterPlace.Body }] };
        var first = TestClient.Of(spec, _ => "one");

        foreach (var second in new[]
        {
            TestClient.Of(spec, reference => reference == IdRef ? "two" : "one"), TestClient.Of(spec, reference => reference == IdRef ? "one" : "two"),
            TestClient.Of(spec with { ClientAuthentication = OAuth2ClientAuthentication.Post }, _ => "one"),
        })
        {
            Assert.Equal(first.Fingerprint, second.Fingerprint);
            Assert.NotEqual(first.Revision, second.Revision);
        }

        Assert.Equal(first.Revision, TestClient.Of(spec, _ => "one").Revision);
        Assert.Matches("^[0-9a-f]{16}$", first.Fingerprint);
    }

    [Fact]
    public void Client_AsText_ShowsNoSecret()
    {
        var client = TestClient.Of(TestClient.Spec(Url) with { RefreshParameters = [Body("key", "val-ue")] });

        Assert.DoesNotContain(TestClient.Secret, $"{client} {client.Parameters[0]}", StringComparison.Ordinal);
        Assert.DoesNotContain("val-ue", $"{client} {client.Parameters[0]}", StringComparison.Ordinal);
    }

    private static RefreshParameter Body(string name, string value) => new() { Name = name, Value = value, SendIn = RefreshParameterPlace.Body };
}
