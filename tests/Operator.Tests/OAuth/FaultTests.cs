using System.Text.Json.Nodes;
using Duende.IdentityModel.Client;
using ExtensibleWebhooks.OAuthServer;
using ExtensibleWebhooks.OAuthServer.Faults;
using ExtensibleWebhooks.Support;
using ExtensibleWebhooks.Support.Certificates;

namespace ExtensibleWebhooks.Operator.Tests.OAuth;

/// <summary>The test server fails as it is told to.</summary>
public sealed class FaultTests : IAsyncLifetime
{
    private Provider _provider = null!; // by InitializeAsync

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _provider = await Provider.StartAsync();

    public ValueTask DisposeAsync() => _provider.DisposeAsync();

    [Theory]
    [InlineData(Fault.ServerError, 500, null)]
    [InlineData(Fault.Unavailable, 503, null)]
    [InlineData(Fault.TooManyRequests, 429, null)]
    [InlineData(Fault.HtmlPage, 502, null)]
    [InlineData(Fault.InvalidGrant, 400, "invalid_grant")]
    [InlineData(Fault.InvalidClient, 401, "invalid_client")]
    public async Task Fault_InsteadOfTheAnswer_MeetsOneRequest(Fault fault, int status, string? error)
    {
        _provider.Server.Token.Faults.Next(fault);

        var first = await _provider.FetchAsync();
        var second = await _provider.FetchAsync();

        Assert.Equal(status, (int)first.HttpStatusCode);
        Assert.Equal(error, _provider.Server.Token.Requests.All[0].Error);
        Assert.False(second.IsError);
        Assert.Equal([fault, Fault.None], _provider.Server.Token.Requests.All.Select(request => request.Fault));
    }

    [Fact]
    public async Task Fault_ForAGrant_PassesByOthers()
    {
        _provider.Server.Token.Faults.Next(Fault.InvalidGrant, grant: "refresh_token");

        var tokens = await _provider.ConnectAsync();

        Assert.False(tokens.IsError);
        Assert.Equal("invalid_grant", (await _provider.RefreshAsync(tokens.RefreshToken)).Error);
        Assert.False((await _provider.RefreshAsync(tokens.RefreshToken)).IsError);
    }

    [Theory]
    [InlineData(Fault.NoExpiresIn, "expires_in", null)]
    [InlineData(Fault.TextExpiresIn, "expires_in", "\"3599\"")]
    [InlineData(Fault.NoRefreshToken, "refresh_token", null)]
    public async Task Fault_InTheAnswer_ChangesOneField(Fault fault, string field, string? expected)
    {
        _provider.Server.Token.Faults.Next(fault);

        var answer = await _provider.ConnectAsync();

        var value = JsonNode.Parse(answer.Raw ?? "")?[field]?.ToJsonString();
        Assert.Equal(expected is null, value is null);
        Assert.Equal(expected is not null, value?.StartsWith('"') ?? false);
        Assert.Equal(200, await _provider.UseAsync(answer.AccessToken));
    }

    [Fact]
    public async Task Fault_FormEncoded_AnswersAForm()
    {
        _provider.Server.Token.Faults.Next(Fault.FormEncoded);
        using var form = new FormUrlEncodedContent([new("grant_type", "client_credentials"), new("client_id", Provider.ClientId), new("client_secret", Provider.Secret)]);

        using var response = await _provider.Http.PostAsync(_provider.Server.Token.Url, form, Cancelled);

        Assert.Equal("application/x-www-form-urlencoded", response.Content.Headers.ContentType?.MediaType);
        var fields = System.Web.HttpUtility.ParseQueryString(await response.Content.ReadAsStringAsync(Cancelled));
        Assert.Equal(200, await _provider.UseAsync(fields["access_token"]));
    }

    [Fact]
    public async Task AnswerLost_LeavesTheRefreshTokenRedeemed()
    {
        var tokens = await _provider.ConnectAsync();
        _provider.Server.Token.Faults.Next(Fault.AnswerLost);

        var lost = await _provider.RefreshAsync(tokens.RefreshToken);

        Assert.Equal(ResponseErrorType.Exception, lost.ErrorType);
        var request = Assert.Single(_provider.Server.Token.Requests.Refreshes);
        Assert.True(await _provider.Server.IsActiveAsync(request.IssuedRefreshToken ?? "", Cancelled));
        Assert.False(await _provider.Server.IsActiveAsync(tokens.RefreshToken ?? "", Cancelled));
        Assert.Equal("invalid_grant", (await _provider.RefreshAsync(tokens.RefreshToken)).Error);
    }

    [Theory]
    [InlineData(Fault.Held)]
    [InlineData(Fault.AnswerHeld)]
    public async Task Held_IsAnsweredAfterItsRelease(Fault fault)
    {
        _provider.Server.Token.Faults.Next(fault);
        var fetch = _provider.FetchAsync();
        await Eventually.TrueAsync(() => _provider.Server.Token.Faults.Holding == 1, "the request to be held", Cancelled);
        Assert.False(fetch.IsCompleted);
        Assert.False((await _provider.FetchAsync()).IsError);

        _provider.Server.Token.Faults.Release();

        Assert.False((await fetch).IsError);
    }

    [Theory]
    [InlineData(TlsFault.UnknownAuthority)]
    [InlineData(TlsFault.Expired)]
    [InlineData(TlsFault.NoHandshake)]
    public async Task Tls_Broken_EndsEveryRequestUntilItIsMended(TlsFault fault)
    {
        using var authority = new TestAuthority("Provider");
        await using var provider = await Provider.StartAsync(new AuthorizationServerOptions { Authority = authority });
        Assert.False((await provider.FetchAsync()).IsError);

        provider.Server.BreakTls(fault);
        Assert.Equal(ResponseErrorType.Exception, (await provider.FetchAsync()).ErrorType);

        provider.Server.BreakTls(TlsFault.None);
        Assert.False((await provider.FetchAsync()).IsError);
    }
}
