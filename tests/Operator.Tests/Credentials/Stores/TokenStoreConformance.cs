using ExtensibleWebhooks.Credentials.Stores;
using ExtensibleWebhooks.Credentials.Tokens;

namespace ExtensibleWebhooks.Operator.Tests.Credentials.Stores;

/// <summary>What every <see cref="ITokenStore"/> promises. A class for each implementation inherits it.</summary>
public abstract class TokenStoreConformance
{
    /// <summary>What one process writes at most in a test of several writers.</summary>
    private const int Writers = 8;

    protected static CancellationToken Ending => TestContext.Current.CancellationToken;

    protected static CredentialKey Key { get; } = new("shop", "crm", "uid-1");

    [Fact]
    public async Task Read_OfNothing_FindsNothing() => Assert.Equal(new TokenReading.Nothing(), await Open().ReadAsync(Key, Ending));

    [Fact]
    public async Task Write_ThenRead_GivesAllOfIt_ToAnotherProcess_Too()
    {
        foreach (var (index, stored) in Contents().Index())
        {
            var key = Key with { Name = $"crm-{index}" };
            var version = await StoreAsync(Open(), key, stored, null);

            var found = Assert.IsType<TokenReading.Found>(await Open().ReadAsync(key, Ending));

            Assert.Equal((stored, version), (found.Stored, found.Version));
        }
    }

    [Fact]
    public async Task Write_ExpectingWhatIsNotThere_IsAConflict_AndChangesNothing()
    {
        var store = Open();
        var first = Content("one");

        Assert.IsType<TokenWriting.Conflict>(await store.WriteAsync(Key, first, "some-version", Ending));
        Assert.IsType<TokenReading.Nothing>(await store.ReadAsync(Key, Ending));

        var version = await StoreAsync(store, Key, first, null);
        Assert.IsType<TokenWriting.Conflict>(await store.WriteAsync(Key, Content("two"), null, Ending));
        var second = await StoreAsync(store, Key, Content("two"), version);
        Assert.IsType<TokenWriting.Conflict>(await store.WriteAsync(Key, Content("three"), version, Ending));

        Assert.Equal(new TokenReading.Found(Content("two"), second), await store.ReadAsync(Key, Ending));
    }

    [Fact]
    public async Task Writers_OfOneVersion_OneSucceeds()
    {
        var version = await StoreAsync(Open(), Key, Content("start"), null);
        for (var round = 0; round < 10; round++)
        {
            var expected = version;
            var attempts = await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(() => Open().WriteAsync(Key, Content($"{round}-{writer}"), expected, Ending))));

            var winner = Assert.Single(attempts.Index(), attempt => attempt.Item is TokenWriting.Stored);
            Assert.Equal(Writers - 1, attempts.Count(attempt => attempt is TokenWriting.Conflict));
            version = ((TokenWriting.Stored)winner.Item).Version;
            Assert.Equal(new TokenReading.Found(Content($"{round}-{winner.Index}"), version), await Open().ReadAsync(Key, Ending));
        }
    }

    [Fact]
    public async Task Reader_BesideAWriter_NeverSeesHalf()
    {
        var store = Open();
        var version = await StoreAsync(store, Key, Content("0"), null);
        using var done = CancellationTokenSource.CreateLinkedTokenSource(Ending);
        var reading = Task.Run(
            async () =>
            {
                while (!done.IsCancellationRequested)
                {
                    var found = Assert.IsType<TokenReading.Found>(await Open().ReadAsync(Key, Ending));
                    Assert.Equal(Content(found.Stored.Tokens.AccessToken), found.Stored);
                }
            },
            Ending);

        for (var write = 1; write <= 50; write++)
        {
            version = await StoreAsync(store, Key, Content($"{write}"), version);
        }

        await done.CancelAsync();
        await reading;
    }

    [Fact]
    public async Task Delete_LeavesNothing_AndIsContentWithNothing()
    {
        var store = Open();
        Assert.Null(await store.DeleteAsync(Key, Ending));
        await StoreAsync(store, Key, Content("one"), null);

        Assert.Null(await store.DeleteAsync(Key, Ending));

        Assert.Equal(new TokenReading.Nothing(), await Open().ReadAsync(Key, Ending));
        await StoreAsync(store, Key, Content("two"), null);
    }

    [Fact]
    public async Task Keys_AreApart()
    {
        var store = Open();
        CredentialKey[] keys = [Key, Key with { Namespace = "other" }, Key with { Name = "crm.other" }];
        foreach (var key in keys)
        {
            await StoreAsync(store, key, Content(key.ToString()), null);
        }

        foreach (var key in keys)
        {
            Assert.Equal(key.ToString(), Assert.IsType<TokenReading.Found>(await store.ReadAsync(key, Ending)).Stored.Tokens.AccessToken);
        }
    }

    /// <summary>A store over what the test has, as another process would open it.</summary>
    private protected abstract ITokenStore Open();

    /// <summary>Tokens whose parts all follow from one word.</summary>
    private protected static StoredTokens Content(string word) => new()
    {
        Tokens = new TokenSet { AccessToken = word, RefreshToken = $"refresh-{word}", ObtainedAt = DateTimeOffset.UnixEpoch, ExpiresAt = DateTimeOffset.UnixEpoch.AddHours(1) },
        ClientFingerprint = "0123456789abcdef",
    };

    private protected static async Task<string> StoreAsync(ITokenStore store, CredentialKey key, StoredTokens content, string? expected) =>
        Assert.IsType<TokenWriting.Stored>(await store.WriteAsync(key, content, expected, Ending)).Version;

    private static IEnumerable<StoredTokens> Contents()
    {
        var full = Content("one");
        yield return full;
        yield return full with { Refreshing = new RefreshMark("operator-0/abc", DateTimeOffset.UnixEpoch.AddTicks(1234567), "fedcba9876543210") };
        yield return full with { Tokens = full.Tokens with { RefreshToken = null }, Ended = "refreshTokenUrl at auth.example.com refused (invalid_grant): the grant has ended" };
        yield return full with { Tokens = full.Tokens with { RefreshToken = null, ExpiresAt = null, Scope = "a \"b\" ü" } };
        yield return full with { Tokens = full.Tokens with { AccessToken = new string('~', 40_000), RefreshToken = "line\nend and ü", ExpiresAt = DateTimeOffset.MaxValue } };
    }
}
