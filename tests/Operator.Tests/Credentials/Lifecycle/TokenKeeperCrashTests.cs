using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Credentials.Lifecycle;
using ExtensibleWebhooks.Credentials.Stores;
using ExtensibleWebhooks.Credentials.Tokens;

namespace ExtensibleWebhooks.Operator.Tests.Credentials.Lifecycle;

/// <summary>Between the exchange and the store: kills, a store that fails, another process, a person who connects meanwhile.</summary>
public sealed class TokenKeeperCrashTests : IDisposable
{
    private readonly KeeperStand _stand = new();

    public TokenKeeperCrashTests()
    {
        _stand.Connect();
        _stand.AdvanceToDue();
    }

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    public void Dispose() => _stand.Dispose();

    [Fact]
    public async Task Kill_BeforeTheTokenWasSent_IsMadeUpForByTheNextProcess()
    {
        _stand.Provider.Before = Forever;
        _stand.KeepAndDie();
        _stand.Provider.Before = () => Task.CompletedTask;

        await AssertWaitsThenAsync(state => Assert.IsType<CredentialState.Ready>(state));

        Assert.False(_stand.Provider.SawReuse);
    }

    [Fact]
    public async Task Kill_BetweenTheExchangeAndTheStore_WithAProviderThatRotates_SaysThatAPersonHasToConnect()
    {
        _stand.Provider.After = Forever;
        _stand.KeepAndDie();
        _stand.Provider.After = () => Task.CompletedTask;

        await AssertWaitsThenAsync(state =>
        {
            var connect = Assert.IsType<CredentialState.ConnectRequired>(state);
            Assert.Contains("an earlier refresh ended before its answer was stored", connect.Message, StringComparison.Ordinal);
            Assert.NotNull(connect.Tokens);
        });

        Assert.Equal(2, _stand.Provider.Asked.Count);
        Assert.Null(_stand.Stored.Tokens.RefreshToken);
    }

    [Fact]
    public async Task Kill_BetweenTheExchangeAndTheStore_WithAProviderThatDoesNot_IsMadeUpFor()
    {
        _stand.Provider.Rotates = false;
        _stand.Provider.After = Forever;
        _stand.KeepAndDie();
        _stand.Provider.After = () => Task.CompletedTask;

        await AssertWaitsThenAsync(state => Assert.IsType<CredentialState.Ready>(state));
    }

    [Fact]
    public async Task Store_ThatFailsAfterTheExchange_GetsTheTokensLater_WithoutAnotherRefresh()
    {
        var writes = 0;
        _stand.Store.Before = what => Task.FromResult(what == "write" && ++writes is > 1 and < 5 ? "the API server is away" : null);
        var before = _stand.Stored.Tokens;

        for (var failure = 0; failure < 3; failure++)
        {
            var state = Assert.IsType<CredentialState.Unavailable>(await _stand.KeepAsync());
            Assert.Contains("could not be stored: the API server is away", state.Message, StringComparison.Ordinal);
            Assert.Equal(before, _stand.Stored.Tokens);
        }

        var ready = Assert.IsType<CredentialState.Ready>(await _stand.KeepAsync());
        Assert.Equal(ready.Tokens, _stand.Stored.Tokens);
        Assert.NotEqual(before, ready.Tokens);
        Assert.Single(_stand.Provider.Asked);
    }

    [Fact]
    public async Task Store_ThatFailsAfterTheExchange_DoesNotMakeItsTokensThoseOfAChangedClient()
    {
        var writes = 0;
        _stand.Store.Before = what => Task.FromResult(what == "write" && ++writes == 2 ? "away" : null);
        Assert.IsType<CredentialState.Unavailable>(await _stand.KeepAsync());
        _stand.Client = TestClient.Of(TestClient.Spec("https://auth.example.com") with { ClientId = "another" });

        Assert.IsType<CredentialState.ConnectRequired>(await _stand.KeepAsync());
    }

    [Fact]
    public async Task Store_ThatIsEmptiedDuringAFetch_GetsTheNextTokens()
    {
        using var machine = new KeeperStand(OAuth2Flow.ClientCredentials);
        machine.Provider.After = async () => await machine.Store.DeleteAsync(KeeperStand.Key, Ending);
        machine.Store.Put(KeeperStand.Key, new StoredTokens { Tokens = _stand.Stored.Tokens, ClientFingerprint = "another" });

        var ready = Assert.IsType<CredentialState.Ready>(await machine.KeepAsync());

        Assert.Equal(machine.Stored.Tokens, ready.Tokens);
    }

    [Fact]
    public async Task Store_ThatDidNotSayThatItStored_IsLookedAt()
    {
        _stand.Store.AfterWrite = stored => Task.FromResult(stored.Refreshing is null ? "the answer was lost" : null);
        Assert.IsType<CredentialState.Unavailable>(await _stand.KeepAsync());
        _stand.Store.AfterWrite = _ => Task.FromResult<string?>(null);

        Assert.IsType<CredentialState.Ready>(await _stand.KeepAsync());

        Assert.Single(_stand.Provider.Asked);
    }

    [Fact]
    public async Task Store_ThatCannotTakeTheMark_MeansThatNothingIsSent()
    {
        _stand.Store.Before = what => Task.FromResult(what == "write" ? "read-only" : null);

        Assert.Equal("read-only", Assert.IsType<CredentialState.Unavailable>(await _stand.KeepAsync()).Message);

        Assert.Empty(_stand.Provider.Asked);
    }

    [Fact]
    public async Task Store_ThatCannotBeRead_MeansThatNothingIsSent()
    {
        _stand.Store.Before = _ => Task.FromResult<string?>("away");

        Assert.Equal("away", Assert.IsType<CredentialState.Unavailable>(await _stand.KeepAsync()).Message);

        Assert.Empty(_stand.Provider.Asked);
    }

    [Fact]
    public async Task Shutdown_DuringARefresh_LetsItEnd_AndStoresIt()
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(Ending);
        _stand.Provider.After = () => ending.CancelAsync();

        var state = await _stand.KeepAsync(cancellationToken: ending.Token);

        Assert.Equal(Assert.IsType<CredentialState.Ready>(state).Tokens, _stand.Stored.Tokens);
        Assert.True(_stand.Provider.IsLive(_stand.Stored.Tokens.RefreshToken ?? ""));
    }

    [Fact]
    public async Task Person_WhoConnectsDuringARefresh_Wins()
    {
        var connected = default(TokenSet);
        _stand.Provider.After = () =>
        {
            _stand.Connect();
            connected = _stand.Stored.Tokens;
            return Task.CompletedTask;
        };

        var ready = Assert.IsType<CredentialState.Ready>(await _stand.KeepAsync());

        Assert.NotNull(connected);
        Assert.Equal((connected, connected), (ready.Tokens, _stand.Stored.Tokens));
    }

    [Fact]
    public async Task Write_OfSomebodyElseThatChangesNoToken_DoesNotLoseTheRefresh()
    {
        _stand.Provider.After = () =>
        {
            // As when somebody labels the Secret: the same content in another version.
            _stand.Store.Put(KeeperStand.Key, _stand.Stored);
            return Task.CompletedTask;
        };

        Assert.IsType<CredentialState.Ready>(await _stand.KeepAsync());

        Assert.True(_stand.Provider.IsLive(_stand.Stored.Tokens.RefreshToken ?? ""));
        Assert.Single(_stand.Provider.Asked);
    }

    [Fact]
    public async Task Process_ThatStoodStillAfterItsMark_SendsNothingOfWhatAnotherMayHave()
    {
        var isFirst = true;
        _stand.Store.AfterWrite = _ =>
        {
            if (isFirst)
            {
                isFirst = false;
                _stand.Time.Advance(RefreshPolicy.MarkLife);
            }

            return Task.FromResult<string?>(null);
        };
        var age = TimeSpan.MaxValue;
        _stand.Provider.Before = () =>
        {
            age = _stand.Time.GetUtcNow() - (_stand.Stored.Refreshing?.StartedAt ?? default);
            return Task.CompletedTask;
        };

        Assert.IsType<CredentialState.Ready>(await _stand.KeepAsync());

        // It looked again, and marked anew.
        Assert.Equal(TimeSpan.Zero, age);
        Assert.Single(_stand.Provider.Asked);
    }

    [Fact]
    public async Task Silence_OfTheEndpoint_IsGivenUpAfterItsTimeout_AndTheMarkGoes()
    {
        _stand.Provider.Before = Forever;
        var keeping = _stand.KeepAsync();
        _stand.Time.Advance(TimeSpan.FromSeconds(10));

        Assert.Contains("no answer within 10 s", Assert.IsType<CredentialState.Unavailable>(await keeping).Message, StringComparison.Ordinal);

        Assert.Null(_stand.Stored.Refreshing);
        Assert.NotNull(_stand.Stored.Tokens.RefreshToken);
    }

    [Fact]
    public async Task UnreadableTokens_AreSaid_AndReplacedWhereThatNeedsNobody()
    {
        using var machine = new KeeperStand(OAuth2Flow.ClientCredentials);
        var store = new UnreadableStore();
        var person = new TokenKeeper(store, "p", _stand.Time, new Random(1));

        Assert.Contains("cannot be read (obtainedAt is no time)", Assert.IsType<CredentialState.ConnectRequired>(await person.KeepAsync(_stand.RequestOf(), Ending)).Message, StringComparison.Ordinal);
        var fetching = new TokenKeeper(store, "m", machine.Time, new Random(1));
        Assert.IsType<CredentialState.Ready>(await fetching.KeepAsync(machine.RequestOf(), Ending));

        Assert.Equal("corrupt", store.Replaced);
    }

    private static Task Forever() => new TaskCompletionSource().Task;

    /// <summary>Another process waits while the mark is fresh, keeps using the token, and then has an outcome.</summary>
    private async Task AssertWaitsThenAsync(Action<CredentialState> assert)
    {
        var asked = _stand.Provider.Asked.Count;
        var waiting = Assert.IsType<CredentialState.Ready>(await _stand.KeepAsync());
        Assert.Equal(_stand.Time.GetUtcNow() + RefreshPolicy.MarkLife, waiting.NextCheck);
        Assert.Equal(asked, _stand.Provider.Asked.Count);

        _stand.Time.Advance(RefreshPolicy.MarkLife);
        assert(await _stand.KeepAsync());
    }

    private sealed class UnreadableStore : ITokenStore
    {
        public string? Replaced { get; private set; }

        public Task<TokenReading> ReadAsync(CredentialKey key, CancellationToken cancellationToken) =>
            Task.FromResult<TokenReading>(new TokenReading.Nothing("corrupt", "obtainedAt is no time"));

        public Task<TokenWriting> WriteAsync(CredentialKey key, StoredTokens content, string? expectedVersion, CancellationToken cancellationToken)
        {
            Replaced = expectedVersion;
            return Task.FromResult<TokenWriting>(new TokenWriting.Stored("2"));
        }

        public Task<string?> DeleteAsync(CredentialKey key, CancellationToken cancellationToken) => Task.FromResult<string?>(null);
    }
}
