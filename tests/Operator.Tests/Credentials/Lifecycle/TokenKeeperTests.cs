using System.Net;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Credentials.Endpoint;
using ExtensibleWebhooks.Credentials.Lifecycle;

namespace ExtensibleWebhooks.Operator.Tests.Credentials.Lifecycle;

/// <summary>One process and its provider.</summary>
public sealed class TokenKeeperTests : IDisposable
{
    private const string InvalidClient = """{"error":"invalid_client"}""";

    private readonly KeeperStand _stand = new();
    private readonly KeeperStand _machine = new(OAuth2Flow.ClientCredentials);

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _stand.Dispose();
        _machine.Dispose();
    }

    [Fact]
    public async Task ClientCredentials_AreFetchedOnce_AndAgainWhenDue()
    {
        var ready = Assert.IsType<CredentialState.Ready>(await _machine.KeepAsync());
        Assert.Equal(_machine.Stored.Tokens, ready.Tokens);
        Assert.Null(_machine.Stored.Tokens.RefreshToken);
        Assert.InRange((ready.NextCheck - _machine.Time.GetUtcNow())?.TotalSeconds ?? 0, 3600 * 0.75, 3600 * 0.85);

        await _machine.KeepAsync();
        _machine.Restart();
        await _machine.KeepAsync();
        Assert.Equal(["fetch"], _machine.Provider.Asked);

        _machine.AdvanceToDue();
        var second = Assert.IsType<CredentialState.Ready>(await _machine.KeepAsync());

        Assert.NotEqual(ready.Tokens, second.Tokens);
        Assert.Equal(["fetch", "fetch"], _machine.Provider.Asked);
    }

    [Fact]
    public async Task AuthorizationCode_WithNobodyConnected_AsksNobody()
    {
        Assert.Contains("nobody has connected", Assert.IsType<CredentialState.ConnectRequired>(await _stand.KeepAsync()).Message, StringComparison.Ordinal);
        Assert.Empty(_stand.Provider.Asked);
    }

    [Fact]
    public async Task Refresh_WhenDue_StoresTheNextRefreshToken_AndTakesTheMarkAway()
    {
        _stand.Connect();
        var first = _stand.Stored;
        Assert.Equal(first.Tokens, (await _stand.KeepAsync()).Tokens);
        _stand.AdvanceToDue();
        _stand.Provider.Before = () =>
        {
            Assert.Equal(first.Tokens.RefreshToken, _stand.Stored.Tokens.RefreshToken);
            Assert.NotNull(_stand.Stored.Refreshing);
            return Task.CompletedTask;
        };

        var ready = Assert.IsType<CredentialState.Ready>(await _stand.KeepAsync());

        Assert.Equal(ready.Tokens, _stand.Stored.Tokens);
        Assert.Null(_stand.Stored.Refreshing);
        Assert.Equal(first.Tokens.RefreshToken, Assert.Single(_stand.Provider.Asked));
        Assert.True(_stand.Provider.IsLive(_stand.Stored.Tokens.RefreshToken ?? ""));
        Assert.Equal(0, _stand.Keeper.Remembered);
    }

    [Fact]
    public async Task Refresh_WithoutANewRefreshToken_KeepsTheOldOne()
    {
        _stand.Connect();
        _stand.Provider.Rotates = false;
        var refreshToken = _stand.Stored.Tokens.RefreshToken;

        for (var round = 0; round < 3; round++)
        {
            _stand.AdvanceToDue();
            Assert.IsType<CredentialState.Ready>(await _stand.KeepAsync());
            Assert.Equal(refreshToken, _stand.Stored.Tokens.RefreshToken);
        }
    }

    [Fact]
    public async Task Token_OfUnknownEnd_IsRefreshedOnlyAfterARefusal()
    {
        _stand.Connect(expiresIn: null);
        _stand.Provider.ExpiresIn = null;
        _stand.Time.Advance(TimeSpan.FromDays(400));

        Assert.Null(Assert.IsType<CredentialState.Ready>(await _stand.KeepAsync()).NextCheck);
        Assert.Empty(_stand.Provider.Asked);
        Assert.IsType<CredentialState.Ready>(await _stand.KeepAsync(_stand.Stored.Tokens.Fingerprint));

        Assert.Single(_stand.Provider.Asked);
    }

    [Fact]
    public async Task RejectedToken_IsRefreshedOnce_HoweverOftenItIsReported()
    {
        _stand.Connect();
        var rejected = _stand.Stored.Tokens.Fingerprint;

        var states = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => _stand.KeepAsync(rejected))));

        Assert.Single(_stand.Provider.Asked);
        Assert.All(states, state => Assert.Equal(_stand.Stored.Tokens, Assert.IsType<CredentialState.Ready>(state).Tokens));
    }

    [Fact]
    public async Task Receiver_ThatRefusesEveryToken_HasEachRefreshedLaterThanTheLast()
    {
        _stand.Connect();
        for (var minute = 0; minute < 60; minute++)
        {
            for (var poll = 0; poll < 20; poll++)
            {
                await _stand.KeepAsync(_stand.Stored.Tokens.Fingerprint);
                _stand.Time.Advance(TimeSpan.FromSeconds(3));
            }
        }

        // 1 s, 2 s, 4 s ... 5 min: nine to reach it, then one every five minutes.
        Assert.InRange(_stand.Provider.Asked.Count, 15, 22);
        await _stand.KeepAsync(_stand.Stored.Tokens.Fingerprint);
        var held = Assert.IsType<CredentialState.Unavailable>(await _stand.KeepAsync(_stand.Stored.Tokens.Fingerprint));
        Assert.Contains("refuses each new token", held.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Provider_ThatGivesTheRefusedTokenAgain_IsNotAskedForEachReport()
    {
        _machine.Provider.Fault = (HttpStatusCode.OK, """{"access_token":"the-same","expires_in":3600}""");
        await _machine.KeepAsync();

        for (var poll = 0; poll < 100; poll++)
        {
            await _machine.KeepAsync(_machine.Stored.Tokens.Fingerprint);
            _machine.Time.Advance(TimeSpan.FromMilliseconds(100));
        }

        Assert.InRange(_machine.Provider.Asked.Count, 3, 6);
    }

    [Fact]
    public async Task Endpoint_ThatIsDown_IsAskedEverLater_WhileTheTokenLivesOn()
    {
        _stand.Connect();
        _stand.AdvanceToDue();
        _stand.Provider.Fault = (HttpStatusCode.ServiceUnavailable, "down");
        var asked = 0;
        for (var second = 0; second < 700; second++)
        {
            var state = Assert.IsType<CredentialState.Unavailable>(await _stand.KeepAsync());
            Assert.Equal(_stand.Stored.Tokens.IsAliveAt(_stand.Time.GetUtcNow()) ? _stand.Stored.Tokens : null, state.Tokens);
            Assert.InRange(state.RetryAt - _stand.Time.GetUtcNow(), TimeSpan.Zero, Backoff.Longest);
            Assert.Contains("503", state.Message, StringComparison.Ordinal);
            asked = _stand.Provider.Asked.Count;
            _stand.Time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.InRange(asked, 6, 40);
        _stand.Provider.Fault = null;
        _stand.Time.Advance(Backoff.Longest);

        Assert.IsType<CredentialState.Ready>(await _stand.KeepAsync());
        Assert.Equal(0, _stand.Keeper.Remembered);
    }

    [Fact]
    public async Task Endpoint_ThatIsDown_IsNotAskedMoreOften_ByCallsThatKnowOfNoRefusalInBetween()
    {
        _stand.Connect();
        _stand.Provider.Fault = (HttpStatusCode.ServiceUnavailable, "down");
        for (var call = 0; call < 300; call++)
        {
            await _stand.KeepAsync(_stand.Stored.Tokens.Fingerprint);
            await _stand.KeepAsync();
            _stand.Time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.InRange(_stand.Provider.Asked.Count, 4, 30);
    }

    [Fact]
    public async Task ClientThatIsRefused_IsSaid_AndAMendedSecretIsTriedAtOnce()
    {
        _machine.Provider.Fault = (HttpStatusCode.Unauthorized, InvalidClient);

        var refused = Assert.IsType<CredentialState.ClientRefused>(await _machine.KeepAsync());
        Assert.Contains("clientSecretRef", refused.Message, StringComparison.Ordinal);
        Assert.IsType<CredentialState.ClientRefused>(await _machine.KeepAsync());
        Assert.Single(_machine.Provider.Asked);

        _machine.Provider.Fault = null;
        _machine.Client = TestClient.Of(TestClient.Spec("https://auth.example.com", OAuth2Flow.ClientCredentials), _ => "another-secret");

        Assert.IsType<CredentialState.Ready>(await _machine.KeepAsync());
    }

    [Fact]
    public async Task ClientThatIsRefused_DuringARefresh_LosesNothing()
    {
        _stand.Connect();
        _stand.AdvanceToDue();
        var stored = _stand.Stored;
        _stand.Provider.Fault = (HttpStatusCode.Unauthorized, InvalidClient);

        Assert.Equal(stored.Tokens, Assert.IsType<CredentialState.ClientRefused>(await _stand.KeepAsync()).Tokens);

        Assert.Equal(stored, _stand.Stored);
    }

    [Fact]
    public async Task GrantThatEnded_NeedsAPerson_AndIsNeverSentAgain()
    {
        _stand.Connect();
        _stand.AdvanceToDue();
        _stand.Provider.Fault = (HttpStatusCode.BadRequest, """{"error":"invalid_grant","error_description":"revoked by the user"}""");

        var state = Assert.IsType<CredentialState.ConnectRequired>(await _stand.KeepAsync());

        Assert.Contains("revoked by the user", state.Message, StringComparison.Ordinal);
        Assert.Equal(_stand.Stored.Tokens.AccessToken, state.Tokens?.AccessToken);
        Assert.Equal((null, null), (_stand.Stored.Tokens.RefreshToken, _stand.Stored.Refreshing));
        _stand.Restart();
        Assert.Equal(state.Message, Assert.IsType<CredentialState.ConnectRequired>(await _stand.KeepAsync()).Message);
        _stand.Time.Advance(TimeSpan.FromHours(1));
        Assert.Null(Assert.IsType<CredentialState.ConnectRequired>(await _stand.KeepAsync()).Tokens);
        Assert.Single(_stand.Provider.Asked);

        _stand.Provider.Fault = null;
        _stand.Connect();
        Assert.IsType<CredentialState.Ready>(await _stand.KeepAsync());
    }

    [Fact]
    public async Task GrantThatEnded_LongBeforeItsLastToken_IsSaidByEveryProcessAllTheTime()
    {
        _stand.Connect();
        _stand.Provider.Fault = (HttpStatusCode.BadRequest, """{"error":"invalid_grant"}""");
        await _stand.KeepAsync(_stand.Stored.Tokens.Fingerprint);
        _stand.Restart();

        var state = Assert.IsType<CredentialState.ConnectRequired>(await _stand.KeepAsync());

        Assert.Contains("invalid_grant", state.Message, StringComparison.Ordinal);
        Assert.Equal(_stand.Stored.Tokens, state.Tokens);
        Assert.Single(_stand.Provider.Asked);
    }

    [Fact]
    public async Task ClientThatWasChanged_DoesNotUseTheOldOnesTokens()
    {
        _stand.Connect();
        _stand.Client = TestClient.Of(TestClient.Spec("https://auth.example.com") with { ClientId = "another" });
        await _machine.KeepAsync();
        _machine.Client = TestClient.Of(TestClient.Spec("https://auth.example.com", OAuth2Flow.ClientCredentials) with { Scopes = ["more"] });

        var state = Assert.IsType<CredentialState.ConnectRequired>(await _stand.KeepAsync());
        Assert.Null(state.Tokens);
        Assert.IsType<CredentialState.Ready>(await _machine.KeepAsync());

        Assert.Equal(_machine.Client.Fingerprint, _machine.Stored.ClientFingerprint);
        Assert.Equal(2, _machine.Provider.Asked.Count);
    }

    [Fact]
    public async Task Keys_FailingAndForgotten_LeaveNothingBehind()
    {
        _machine.Provider.Fault = (HttpStatusCode.InternalServerError, "");
        await _machine.KeepAsync();
        Assert.Equal(1, _machine.Keeper.Remembered);

        await _machine.Keeper.ForgetAsync(KeeperStand.Key, Ending);

        Assert.Equal(0, _machine.Keeper.Remembered);
    }

    [Fact]
    public async Task Revocation_WithoutARevokeUrl_DeletesWhatIsStoredAndSaysThatNobodyWasTold()
    {
        _stand.Connect();

        Assert.Equal(new RevokeAnswer.Undeclared(), await _stand.Keeper.RevokeAsync(_stand.RequestOf(), Ending));

        Assert.Null(_stand.Store[KeeperStand.Key]);
        Assert.Empty(_stand.Provider.Asked);
        Assert.Equal(new RevokeAnswer.NothingStored(), await _stand.Keeper.RevokeAsync(_stand.RequestOf(), Ending));
    }

    [Fact]
    public async Task Revocation_WhoseStoreIsAway_SaysWhichHalfIsDone()
    {
        _stand.Connect();
        _stand.Store.Before = call => Task.FromResult(call == "delete" ? "the store is away" : null);

        var half = await _stand.Keeper.RevokeAsync(_stand.RequestOf(), Ending);

        Assert.Equal(("the store is away", true), (Assert.IsType<RevokeAnswer.Undeclared>(half).StillStored, half.MayTryAgain));
        _stand.Store.Before = _ => Task.FromResult<string?>("the store is away");
        Assert.Equal(new RevokeAnswer.Unreachable("the store is away"), await _stand.Keeper.RevokeAsync(_stand.RequestOf(), Ending));
    }
}
