using System.Text;
using ExtensibleWebhooks.Crds.References;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Credentials.Clients;
using ExtensibleWebhooks.Credentials.Tokens;

namespace ExtensibleWebhooks.Operator.Tests.Credentials.Endpoint;

/// <summary>What goes over the wire, parameter by parameter.</summary>
public sealed class TokenRequestTests : IAsyncLifetime
{
    private TokenServer? _server;

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    private TokenServer Server => _server ?? throw new InvalidOperationException("Not started.");

    public async ValueTask InitializeAsync()
    {
        _server = await TokenServer.StartAsync();
        _server.AnswerWith(200, """{"access_token":"tok"}""");
    }

    public async ValueTask DisposeAsync() => await Server.DisposeAsync();

    [Fact]
    public async Task Fetch_WithBasic_SendsTheClientInTheHeaderOnly()
    {
        await Server.Endpoint().FetchAsync(ClientOf(flow: OAuth2Flow.ClientCredentials), Ending);

        var call = Assert.Single(Server.Calls);
        Assert.Equal(Fields(("grant_type", "client_credentials"), ("scope", "read write")), Ordered(call.Form));
        Assert.Equal($"{TestClient.Id}:{TestClient.Secret}", BasicOf(call));
        Assert.Equal("application/json", call.Headers["Accept"]);
        Assert.StartsWith("application/x-www-form-urlencoded", call.Headers["Content-Type"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fetch_WithPost_SendsTheClientInTheBodyOnly()
    {
        await Server.Endpoint().FetchAsync(ClientOf(spec => spec with { ClientAuthentication = OAuth2ClientAuthentication.Post, Scopes = null }, OAuth2Flow.ClientCredentials), Ending);

        var call = Assert.Single(Server.Calls);
        Assert.Equal(Fields(("client_id", TestClient.Id), ("client_secret", TestClient.Secret), ("grant_type", "client_credentials")), Ordered(call.Form));
        Assert.False(call.Headers.ContainsKey("Authorization"));
    }

    [Fact]
    public async Task Basic_OfOddCharacters_IsFormEncodedFirst()
    {
        var client = TestClient.Of(TestClient.Spec(Server.Url) with { ClientId = "id:with colon" }, _ => "pä%ss+:w");

        await Server.Endpoint().RefreshAsync(client, "r", Ending);

        Assert.Equal("id%3Awith+colon:p%C3%A4%25ss%2B%3Aw", BasicOf(Assert.Single(Server.Calls)));
    }

    [Fact]
    public async Task Exchange_SendsTheCodeItsVerifierAndTheRedirect()
    {
        await Server.Endpoint().ExchangeAsync(ClientOf(), "c/o+de", "verifier", new Uri("https://hooks.example.com/oauth/callback"), Ending);

        Assert.Equal(
            Fields(("code", "c/o+de"), ("code_verifier", "verifier"), ("grant_type", "authorization_code"), ("redirect_uri", "https://hooks.example.com/oauth/callback")),
            Ordered(Assert.Single(Server.Calls).Form));
    }

    [Fact]
    public async Task Refresh_GoesToItsOwnUrl_WithoutScope()
    {
        await Server.Endpoint().RefreshAsync(ClientOf(spec => spec with { RefreshTokenUrl = $"{Server.Url}/refresh?tenant=1" }), "r+1", Ending);

        var call = Assert.Single(Server.Calls);
        Assert.Equal("/refresh?tenant=1", call.Path);
        Assert.Equal(Fields(("grant_type", "refresh_token"), ("refresh_token", "r+1")), Ordered(call.Form));
    }

    [Fact]
    public async Task Parameters_GoWhereTheyAreSent_EachNameOnce()
    {
        RefreshParameter[] parameters =
        [
            Parameter("audience", "https://api", RefreshParameterPlace.Body),
            Parameter("scope", "other", RefreshParameterPlace.Body),
            Parameter("q", "a b&c=d", RefreshParameterPlace.Query),
            Parameter("X-Key", null, RefreshParameterPlace.Header),
            Parameter("authorization", "Custom abc", RefreshParameterPlace.Header),
        ];

        await Server.Endpoint().FetchAsync(ClientOf(spec => spec with { AccessTokenUrl = $"{Server.Url}/token?t=1#part", RefreshParameters = parameters }, OAuth2Flow.ClientCredentials), Ending);

        var call = Assert.Single(Server.Calls);
        Assert.Equal("/token?t=1&q=a%20b%26c%3Dd", call.Path);
        Assert.Equal(Fields(("audience", "https://api"), ("grant_type", "client_credentials"), ("scope", "other")), Ordered(call.Form));
        Assert.Equal(("Custom abc", TestClient.Secret), (call.Headers["Authorization"], call.Headers["X-Key"]));
    }

    /// <summary>A refresh goes to its own URL, which has a query, too; a revocation asks for no token.</summary>
    [Theory]
    [InlineData("fetch", "/token?t=1&q=1", "body")]
    [InlineData("exchange", "/token?t=1&q=1", "body")]
    [InlineData("refresh", "/refresh?r=1&q=1", "body")]
    [InlineData("revoke", "/revoke?v=1&q=1", null)]
    public async Task Parameters_GoAlongWithEveryRequest(string request, string path, string? inBody)
    {
        var client = ClientOf(spec => spec with
        {
            AccessTokenUrl = $"{Server.Url}/token?t=1",
            RefreshTokenUrl = $"{Server.Url}/refresh?r=1",
            RevokeUrl = $"{Server.Url}/revoke?v=1",
            RefreshParameters = [Parameter("tenant", "body", RefreshParameterPlace.Body), Parameter("q", "1", RefreshParameterPlace.Query), Parameter("X-Tenant", "header", RefreshParameterPlace.Header)],
        });

        await (request switch
        {
            "fetch" => Server.Endpoint().FetchAsync(client, Ending),
            "exchange" => Server.Endpoint().ExchangeAsync(client, "code", "verifier", new Uri("https://hooks.example.com/oauth/callback"), Ending),
            "refresh" => Server.Endpoint().RefreshAsync(client, "r", Ending),
            _ => (Task)Server.Endpoint().RevokeAsync(client, new TokenSet { AccessToken = "a", ObtainedAt = default }, Ending),
        });

        var call = Assert.Single(Server.Calls);
        Assert.Equal((path, inBody, "header"), (call.Path, call.Form.GetValueOrDefault("tenant"), call.Headers["X-Tenant"]));
    }

    [Fact]
    public async Task Parameter_OfAnEmptyValue_IsSentEmpty()
    {
        await Server.Endpoint().FetchAsync(ClientOf(spec => spec with { RefreshParameters = [Parameter("resource", "", RefreshParameterPlace.Body)] }), Ending);

        Assert.Equal("", Assert.Single(Server.Calls).Form["resource"]);
    }

    private static string BasicOf(TokenCall call) =>
        Encoding.UTF8.GetString(Convert.FromBase64String(call.Headers["Authorization"]["Basic ".Length..]));

    private static RefreshParameter Parameter(string name, string? value, RefreshParameterPlace place) => new()
    {
        Name = name,
        Value = value,
        ValueSecretRef = value is null ? new SecretKeyRef { Name = "crm", Key = name } : null,
        SendIn = place,
    };

    private static string Fields(params (string Name, string Value)[] fields) => string.Join('\n', fields.Select(field => $"{field.Name}={field.Value}"));

    private static string Ordered(IReadOnlyDictionary<string, string> form) => string.Join('\n', form.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => $"{field.Key}={field.Value}"));

    private OAuthClient ClientOf(Func<OAuth2Authentication, OAuth2Authentication>? change = null, OAuth2Flow flow = OAuth2Flow.AuthorizationCode)
    {
        var spec = TestClient.Spec(Server.Url, flow);
        return TestClient.Of(change is null ? spec : change(spec));
    }
}
