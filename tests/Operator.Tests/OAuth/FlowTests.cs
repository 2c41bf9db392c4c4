using System.Web;
using Duende.IdentityModel.Client;
using ExtensibleWebhooks.Crds.WorkerConfigs;
using ExtensibleWebhooks.OAuthServer;
using ExtensibleWebhooks.OAuthServer.Clients;
using ExtensibleWebhooks.OAuthServer.Grants;
using ExtensibleWebhooks.OAuthServer.Requests;
using ExtensibleWebhooks.OAuthServer.Users;
using Microsoft.Extensions.Time.Testing;

namespace ExtensibleWebhooks.Operator.Tests.OAuth;

/// <summary>The test server keeps to the protocol: what tests of ours rest on.</summary>
public sealed class FlowTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
    private Provider _provider = null!; // by InitializeAsync

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _provider = await Provider.StartAsync(new AuthorizationServerOptions { TimeProvider = _time });

    public ValueTask DisposeAsync() => _provider.DisposeAsync();

    [Theory]
    [InlineData(ClientCredentialStyle.AuthorizationHeader, ClientAuthentication.Basic)]
    [InlineData(ClientCredentialStyle.PostBody, ClientAuthentication.Post)]
    public async Task ClientCredentials_OfAKnownClient_AreGrantedWithoutARefreshToken(ClientCredentialStyle style, ClientAuthentication seen)
    {
        var answer = await _provider.FetchAsync(style: style);

        Assert.Null(answer.Error);
        Assert.Null(answer.RefreshToken);
        Assert.Equal(3600, answer.ExpiresIn);
        Assert.Equal(200, await _provider.UseAsync(answer.AccessToken));
        var request = Assert.Single(_provider.Server.Token.Requests.All);
        Assert.Equal((Provider.ClientId, seen, "client_credentials", 200), (request.ClientId, request.ClientAuthentication, request.Grant, request.Status));
        Assert.Equal(answer.AccessToken, request.IssuedAccessToken);
    }

    [Fact]
    public async Task ClientCredentials_WithAWrongSecret_AreInvalidClient()
    {
        var answer = await _provider.FetchAsync(secret: "wrong");

        Assert.True(answer.IsError);
        Assert.Equal("invalid_client", Assert.Single(_provider.Server.Token.Requests.All).Error);
    }

    [Fact]
    public async Task ClientCredentials_ForAnUnknownScope_AreInvalidScope() =>
        Assert.Equal("invalid_scope", (await _provider.FetchAsync(scope: "everything")).Error);

    [Fact]
    public async Task AccessToken_PastItsLife_IsRefused()
    {
        _provider.Server.Lifetimes = new TokenLifetimes { AccessToken = TimeSpan.FromSeconds(30) };
        var answer = await _provider.FetchAsync();

        _time.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal(30, answer.ExpiresIn);
        Assert.Equal(200, await _provider.UseAsync(answer.AccessToken));

        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(401, await _provider.UseAsync(answer.AccessToken));
    }

    [Fact]
    public async Task Consent_Allowed_LeadsToTokensThatRefresh()
    {
        var first = await _provider.ConnectAsync();
        var second = await _provider.RefreshAsync(first.RefreshToken);

        Assert.Null(second.Error);
        Assert.NotEqual(first.AccessToken, second.AccessToken);
        Assert.NotEqual(first.RefreshToken, second.RefreshToken);
        Assert.Equal(200, await _provider.UseAsync(first.AccessToken));
        Assert.Equal(200, await _provider.UseAsync(second.AccessToken));
        Assert.Equal(Fingerprint.Of(first.RefreshToken ?? ""), Assert.Single(_provider.Server.Token.Requests.Refreshes).TokenFingerprint);
        Assert.Empty(_provider.Server.Token.Requests.RepeatedRefreshTokens);
    }

    [Fact]
    public async Task Consent_Denied_SendsTheBrowserBackWithAccessDenied()
    {
        using var browser = new UserAgent();

        var back = HttpUtility.ParseQueryString((await browser.AuthorizeAsync(_provider.AuthorizeUrl("verifier"), allow: false, Cancelled)).Query);

        Assert.Equal(("access_denied", "the state", null), (back["error"], back["state"], back["code"]));
    }

    [Fact]
    public async Task Code_WithAnotherVerifier_IsInvalidGrant() =>
        Assert.Equal("invalid_grant", (await _provider.ConnectAsync(verify: verifier => verifier + "x")).Error);

    [Theory]
    [InlineData("code_challenge")]
    [InlineData("plain")]
    public async Task Authorize_WithoutPkceByS256_IsRefused(string wrong)
    {
        var url = _provider.AuthorizeUrl("verifier").ToString();
        url = wrong == "plain" ? url.Replace("S256", "plain", StringComparison.Ordinal) : url.Replace("code_challenge", "x", StringComparison.Ordinal);
        using var browser = new UserAgent();

        var back = await browser.PageAsync(new Uri(url), Cancelled);

        Assert.DoesNotContain("Log in", back, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RefreshToken_UsedTwice_RevokesTheWholeChain()
    {
        var first = await _provider.ConnectAsync();
        var second = await _provider.RefreshAsync(first.RefreshToken);
        var again = await _provider.RefreshAsync(first.RefreshToken);

        Assert.Equal("invalid_grant", again.Error);
        Assert.Equal("invalid_grant", (await _provider.RefreshAsync(second.RefreshToken)).Error);
        Assert.Equal(401, await _provider.UseAsync(second.AccessToken));
        Assert.Equal([Fingerprint.Of(first.RefreshToken ?? "")], _provider.Server.Token.Requests.RepeatedRefreshTokens);
    }

    [Fact]
    public async Task RefreshToken_UsedManyTimesAtOnce_IsGrantedOnce()
    {
        var first = await _provider.ConnectAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _provider.RefreshAsync(first.RefreshToken)));

        Assert.Single(answers, answer => !answer.IsError);
    }

    [Fact]
    public async Task RefreshToken_WhereNoneRotate_StaysGood()
    {
        await using var provider = await Provider.StartAsync(new AuthorizationServerOptions { RotatesRefreshTokens = false });
        var first = await provider.ConnectAsync();

        var second = await provider.RefreshAsync(first.RefreshToken);
        var third = await provider.RefreshAsync(first.RefreshToken);

        Assert.Null(second.RefreshToken);
        Assert.Null(third.Error);
    }

    [Fact]
    public async Task Revocation_OfARefreshToken_EndsIt()
    {
        var tokens = await _provider.ConnectAsync();
        Assert.True(await _provider.Server.IsActiveAsync(tokens.RefreshToken ?? "", Cancelled));

        Assert.False((await _provider.RevokeAsync(tokens.RefreshToken)).IsError);

        Assert.False(await _provider.Server.IsActiveAsync(tokens.RefreshToken ?? "", Cancelled));
        Assert.Equal("invalid_grant", (await _provider.RefreshAsync(tokens.RefreshToken)).Error);
        Assert.Equal(Fingerprint.Of(tokens.RefreshToken ?? ""), Assert.Single(_provider.Server.Revocation.Requests.All).TokenFingerprint);
    }

    [Fact]
    public async Task Introspection_SaysWhetherATokenIsActive()
    {
        var tokens = await _provider.ConnectAsync();
        await _provider.Server.RegisterAsync(new RegisteredClient { Id = RegisteredClient.JudgeId, Secret = Provider.Secret }, Cancelled);
        var before = await _provider.IntrospectAsync(tokens.AccessToken);
        Assert.True((await _provider.IntrospectAsync(tokens.AccessToken, RegisteredClient.JudgeId)).IsActive);

        await _provider.Server.WithdrawAsync(Provider.ClientId, Cancelled);

        Assert.True(before.IsActive);
        Assert.False((await _provider.IntrospectAsync(tokens.AccessToken)).IsActive);
        Assert.Equal("invalid_grant", (await _provider.RefreshAsync(tokens.RefreshToken)).Error);
    }

    [Fact]
    public async Task Resource_RefusesNoTokenAnUnknownOneAndOneOnDemand()
    {
        var tokens = await _provider.FetchAsync();
        Assert.Equal(200, await _provider.UseAsync(tokens.AccessToken, scheme: "Zoho-oauthtoken"));

        _provider.Server.Resource.Refuse(tokens.AccessToken ?? "");

        Assert.Equal(401, await _provider.UseAsync(tokens.AccessToken));
        Assert.Equal(401, await _provider.UseAsync("unknown"));
        Assert.Equal(401, await _provider.UseAsync(null));
        Assert.Equal(TokenFingerprint.Of(tokens.AccessToken ?? ""), _provider.Server.Resource.Requests.First().TokenFingerprint);
        Assert.Equal([200, 401, 401, 401], _provider.Server.Resource.Requests.Select(request => request.Status));
    }
}
