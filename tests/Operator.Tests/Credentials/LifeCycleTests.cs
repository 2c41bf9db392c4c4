using System.Web;
using ExtensibleWebhooks.Crds.References;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Credentials.Clients;
using ExtensibleWebhooks.Credentials.Connect;
using ExtensibleWebhooks.Credentials.Endpoint;
using ExtensibleWebhooks.Credentials.Lifecycle;
using ExtensibleWebhooks.Credentials.Stores;
using ExtensibleWebhooks.Credentials.Tokens;
using ExtensibleWebhooks.Egress;
using ExtensibleWebhooks.OAuthServer;
using ExtensibleWebhooks.OAuthServer.Clients;
using ExtensibleWebhooks.OAuthServer.Faults;
using ExtensibleWebhooks.OAuthServer.Users;
using ExtensibleWebhooks.Operator.Tests.Credentials.Connect;
using ExtensibleWebhooks.Support;
using ExtensibleWebhooks.Support.Certificates;
using Microsoft.Extensions.Time.Testing;

namespace ExtensibleWebhooks.Operator.Tests.Credentials;

/// <summary>The whole life of tokens at a real authorization server over TLS: PKCE required, refresh tokens good for one refresh, reuse ends the grant, files for a store.</summary>
public sealed class LifeCycleTests : IAsyncLifetime
{
    private const string Id = "crm:eu+1";
    private const string Secret = "s%c r&t:é";

    private static readonly Uri Callback = new("http://127.0.0.1:9/oauth/callback");
    private static readonly CredentialKey Key = new("shop", "crm", "uid-1");

    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());
    private readonly TestAuthority _authority = new("Provider");
    private readonly TemporaryFolder _folder = new();
    private readonly HttpMessageInvoker _http;
    private AuthorizationServer _server = null!; // by InitializeAsync

    public LifeCycleTests()
    {
        var tls = TlsIdentity.Create(_authority.Pem, null, out _) ?? throw new InvalidOperationException("No identity.");
        _http = GuardedInvoker.Create(new EgressOptions { AllowLoopback = true }, "shop", tls, new SystemNameResolver(), TimeProvider.System);
    }

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    private FileTokenStore Store => new FileTokenStore(_folder.Path, TimeProvider.System);

    private TokenEndpoint Endpoint => new(_http, _time);

    public async ValueTask InitializeAsync()
    {
        _server = await AuthorizationServer.StartAsync(new AuthorizationServerOptions { TimeProvider = _time, Authority = _authority }, Ending);
        await _server.RegisterAsync(new RegisteredClient { Id = Id, Secret = Secret, RedirectUris = [Callback] }, Ending);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
        _authority.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(OAuth2ClientAuthentication.Basic)]
    [InlineData(OAuth2ClientAuthentication.Post)]
    public async Task ClientCredentials_WithAnOddIdAndSecret_AreGranted(OAuth2ClientAuthentication authentication)
    {
        var client = ClientOf(OAuth2Flow.ClientCredentials, spec => spec with { ClientAuthentication = authentication });

        var ready = Assert.IsType<CredentialState.Ready>(await KeepAsync(NewKeeper("a"), client));

        Assert.True(await _server.IsActiveAsync(ready.Current.AccessToken, Ending));

        // The server counts in whole seconds.
        Assert.InRange((ready.Current.ExpiresAt - ready.Current.ObtainedAt)?.TotalSeconds ?? 0, 3599, 3600);
    }

    [Fact]
    public async Task Connect_ThenManyRefreshesByTwoProcesses_NeverSendARefreshTokenTwice()
    {
        var client = ClientOf();
        Assert.IsType<CredentialState.ConnectRequired>(await KeepAsync(NewKeeper("a"), client));
        await ConnectAsync(client);
        TokenKeeper[] keepers = [NewKeeper("a"), NewKeeper("b")];

        for (var round = 0; round < 5; round++)
        {
            await AdvanceToDueAsync();
            var states = await Task.WhenAll(keepers.Select(keeper => Task.Run(() => KeepAsync(keeper, client))));
            Assert.All(states, state => Assert.IsType<CredentialState.Ready>(state));
            Assert.True(await _server.IsActiveAsync((await StoredAsync()).Tokens.AccessToken, Ending));
        }

        Assert.Equal(5, _server.Token.Requests.Refreshes.Count);
        Assert.Empty(_server.Token.Requests.RepeatedRefreshTokens);
    }

    [Fact]
    public async Task Connect_ThatThePersonDenies_IsSaid()
    {
        var flow = NewFlow();
        var beginning = flow.Begin(Key, ClientOf());
        using var browser = new UserAgent(Browser());

        var callback = flow.Read(QueryOf(await browser.AuthorizeAsync(beginning.AuthorizeUrl, allow: false, Ending)), beginning.Nonce);

        var rejected = Assert.IsType<ConnectCallback.Rejected>(callback);
        Assert.Equal(ConnectRefusal.Denied, rejected.Reason);
        Assert.Contains("access_denied", rejected.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Code_SentTwice_IsRefusedByTheProvider()
    {
        var client = ClientOf();
        var accepted = await AuthorizeAsync(NewFlow(), client);
        Assert.IsType<ConnectResult.Connected>(await NewFlow().CompleteAsync(accepted, client, Endpoint, Store, Ending));

        Assert.Contains("invalid_grant", Assert.IsType<ConnectResult.Failed>(await NewFlow().CompleteAsync(accepted, client, Endpoint, Store, Ending)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refresh_WhoseAnswerIsLost_EndsInConnectRequired_SaidAloud()
    {
        var client = ClientOf();
        await ConnectAsync(client);
        await AdvanceToDueAsync();
        _server.Token.Faults.Next(Fault.AnswerLost, "refresh_token");
        var keeper = NewKeeper("a");

        var lost = Assert.IsType<CredentialState.Unavailable>(await KeepAsync(keeper, client));
        Assert.NotNull(lost.Tokens);
        _time.Advance(TimeSpan.FromSeconds(1));

        var connect = Assert.IsType<CredentialState.ConnectRequired>(await KeepAsync(keeper, client));
        Assert.Contains("an earlier refresh ended before its answer was stored, and refreshTokenUrl at 127.0.0.1 refused (invalid_grant", connect.Message, StringComparison.Ordinal);
        Assert.IsType<CredentialState.ConnectRequired>(await KeepAsync(NewKeeper("b"), client));
        Assert.Equal(2, _server.Token.Requests.Refreshes.Count);
        await ConnectAsync(client);
        Assert.IsType<CredentialState.Ready>(await KeepAsync(keeper, client));
    }

    [Fact]
    public async Task Connect_ThatGivesNoRefreshToken_IsUsedToItsEnd_AndThenAsksAgain()
    {
        var client = ClientOf();
        _server.Token.Faults.Next(Fault.NoRefreshToken);
        await ConnectAsync(client);

        var ready = Assert.IsType<CredentialState.Ready>(await KeepAsync(NewKeeper("a"), client));
        await AdvanceToDueAsync();
        var due = Assert.IsType<CredentialState.ConnectRequired>(await KeepAsync(NewKeeper("a"), client));

        Assert.Equal(ready.Current, due.Tokens);
        Assert.Contains("there is no refresh token that is good", due.Message, StringComparison.Ordinal);
        Assert.Empty(_server.Token.Requests.Refreshes);
    }

    [Fact]
    public async Task Refresh_ThatGivesNoRefreshToken_AtAProviderThatRotates_EndsInConnectRequired()
    {
        var client = ClientOf();
        await ConnectAsync(client);
        await AdvanceToDueAsync();
        _server.Token.Faults.Next(Fault.NoRefreshToken);

        Assert.True(await _server.IsActiveAsync(Assert.IsType<CredentialState.Ready>(await KeepAsync(NewKeeper("a"), client)).Current.AccessToken, Ending));
        await AdvanceToDueAsync();

        Assert.Contains("invalid_grant", Assert.IsType<CredentialState.ConnectRequired>(await KeepAsync(NewKeeper("a"), client)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refresh_ThatIsSlow_IsWaitedForByAnotherProcess()
    {
        var client = ClientOf();
        await ConnectAsync(client);
        await AdvanceToDueAsync();
        _server.Token.Faults.Next(Fault.AnswerHeld, "refresh_token");
        var slow = KeepAsync(NewKeeper("a"), client);
        await Eventually.TrueAsync(() => _server.Token.Faults.Holding > 0, "the refresh", Ending);

        var waiting = Assert.IsType<CredentialState.Ready>(await KeepAsync(NewKeeper("b"), client));
        _server.Token.Faults.Release();

        var refreshed = Assert.IsType<CredentialState.Ready>(await slow);
        Assert.NotEqual(waiting.Tokens, refreshed.Tokens);
        Assert.Equal(refreshed.Tokens, Assert.IsType<CredentialState.Ready>(await KeepAsync(NewKeeper("b"), client)).Tokens);
        Assert.Empty(_server.Token.Requests.RepeatedRefreshTokens);
    }

    [Fact]
    public async Task Consent_ThatIsTakenBack_NeedsAPersonAgain()
    {
        var client = ClientOf();
        await ConnectAsync(client);
        await _server.WithdrawAsync(Id, Ending);

        Assert.IsType<CredentialState.ConnectRequired>(await KeepAsync(NewKeeper("a"), client, (await StoredAsync()).Tokens.Fingerprint));
    }

    [Fact]
    public async Task Revocation_EndsBothTokens_AndLeavesNothing()
    {
        var client = ClientOf(change: spec => spec with { RevokeUrl = _server.Revocation.Url.ToString() });
        await ConnectAsync(client);
        var tokens = (await StoredAsync()).Tokens;
        _server.Revocation.Faults.Next(Fault.Unavailable);

        var first = await NewKeeper("a").RevokeAsync(RequestOf(client), Ending);
        Assert.Contains("answered 503", Assert.IsType<RevokeAnswer.Unreachable>(first).Message, StringComparison.Ordinal);
        Assert.Equal(new RevokeAnswer.Revoked(), await NewKeeper("a").RevokeAsync(RequestOf(client), Ending));

        Assert.False(await _server.IsActiveAsync(tokens.AccessToken, Ending));
        Assert.False(await _server.IsActiveAsync(tokens.RefreshToken ?? "", Ending));
        Assert.IsType<TokenReading.Nothing>(await Store.ReadAsync(Key, Ending));
        Assert.Equal(new RevokeAnswer.NothingStored(), await NewKeeper("a").RevokeAsync(RequestOf(client), Ending));
    }

    [Theory]
    [InlineData(Fault.ServerError, typeof(TokenAnswer.Unavailable))]
    [InlineData(Fault.Unavailable, typeof(TokenAnswer.Unavailable))]
    [InlineData(Fault.TooManyRequests, typeof(TokenAnswer.Unavailable))]
    [InlineData(Fault.InvalidGrant, typeof(TokenAnswer.Refused))]
    [InlineData(Fault.InvalidClient, typeof(TokenAnswer.Refused))]
    [InlineData(Fault.HtmlPage, typeof(TokenAnswer.Unavailable))]
    [InlineData(Fault.HtmlPageWithSuccess, typeof(TokenAnswer.Unavailable))]
    [InlineData(Fault.Redirect, typeof(TokenAnswer.Unavailable))]
    [InlineData(Fault.Huge, typeof(TokenAnswer.Unavailable))]
    [InlineData(Fault.AnswerLost, typeof(TokenAnswer.Unavailable))]
    [InlineData(Fault.NoExpiresIn, typeof(TokenAnswer.Granted))]
    [InlineData(Fault.TextExpiresIn, typeof(TokenAnswer.Granted))]
    [InlineData(Fault.FormEncoded, typeof(TokenAnswer.Granted))]
    public async Task Fault_IsTheAnswerThatItShouldBe(Fault fault, Type expected)
    {
        _server.Token.Faults.Next(fault);

        var answer = await Endpoint.FetchAsync(ClientOf(OAuth2Flow.ClientCredentials), Ending);

        Assert.IsType(expected, answer);
        Assert.Single(_server.Token.Requests.All);
        Assert.Equal(fault is Fault.Unavailable or Fault.TooManyRequests ? TimeSpan.FromSeconds(2) : null, (answer as TokenAnswer.Unavailable)?.RetryAfter);
    }

    [Theory]
    [InlineData(TlsFault.UnknownAuthority)]
    [InlineData(TlsFault.Expired)]
    [InlineData(TlsFault.NoHandshake)]
    public async Task Tls_ThatCannotBeTrusted_IsUnavailable_AndNothingIsSent(TlsFault fault)
    {
        _server.BreakTls(fault);

        var answer = await Endpoint.FetchAsync(ClientOf(OAuth2Flow.ClientCredentials), Ending);

        Assert.Equal(UnavailableKind.Network, Assert.IsType<TokenAnswer.Unavailable>(answer).Kind);
        Assert.Empty(_server.Token.Requests.All);
    }

    private static ConnectQuery QueryOf(Uri callback)
    {
        var query = HttpUtility.ParseQueryString(callback.Query);
        return new ConnectQuery { State = query["state"], Code = query["code"], Error = query["error"], ErrorDescription = query["error_description"] };
    }

    private SocketsHttpHandler Browser() => OAuth.Provider.Trusting(_authority);

    private OAuthClient ClientOf(OAuth2Flow flow = OAuth2Flow.AuthorizationCode, Func<OAuth2Authentication, OAuth2Authentication>? change = null)
    {
        var spec = new OAuth2Authentication
        {
            Flow = flow,
            ClientId = Id,
            ClientSecretRef = new SecretKeyRef { Name = "crm", Key = "clientSecret" },
            AccessTokenUrl = _server.Token.Url.ToString(),
            AuthorizeUrl = _server.AuthorizeUrl.ToString(),
            Scopes = ["events"],
        };
        return TestClient.Of(change is null ? spec : change(spec), _ => Secret);
    }

    private ConnectFlow NewFlow() => new(ConnectLinkTests.SignerOf(1), Callback, _time, () => "a-nonce-of-the-browser");

    private TokenKeeper NewKeeper(string holder) => new(Store, holder, _time, new Random(1));

    private KeepRequest RequestOf(OAuthClient client, string? rejected = null) => new() { Key = Key, Client = client, Endpoint = Endpoint, Rejected = rejected };

    private Task<CredentialState> KeepAsync(TokenKeeper keeper, OAuthClient client, string? rejected = null) => keeper.KeepAsync(RequestOf(client, rejected), Ending);

    private async Task<StoredTokens> StoredAsync() => Assert.IsType<TokenReading.Found>(await Store.ReadAsync(Key, Ending)).Stored;

    private async Task AdvanceToDueAsync() => _time.Advance((RefreshPolicy.DueAt((await StoredAsync()).Tokens) ?? default) - _time.GetUtcNow());

    private async Task<ConnectCallback.Accepted> AuthorizeAsync(ConnectFlow flow, OAuthClient client)
    {
        var beginning = flow.Begin(Key, client);
        using var browser = new UserAgent(Browser());
        return Assert.IsType<ConnectCallback.Accepted>(flow.Read(QueryOf(await browser.AuthorizeAsync(beginning.AuthorizeUrl, allow: true, Ending)), beginning.Nonce));
    }

    private async Task ConnectAsync(OAuthClient client) =>
        Assert.IsType<ConnectResult.Connected>(await NewFlow().CompleteAsync(await AuthorizeAsync(NewFlow(), client), client, Endpoint, Store, Ending));
}
