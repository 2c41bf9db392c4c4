using CsCheck;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Crds.WorkerConfigs;
using ExtensibleWebhooks.Credentials.Lifecycle;
using ExtensibleWebhooks.Credentials.Stores;
using ExtensibleWebhooks.Credentials.Tokens;

namespace ExtensibleWebhooks.Operator.Tests.Credentials.Lifecycle;

public class RefreshPolicyTests
{
    private const string Client = "0123456789abcdef";
    private const string Me = "me";

    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly Gen<TokenSet> Tokens =
        from access in Gen.Char['!', '~'].Array[1, 30]
        from hasRefresh in Gen.Bool
        from life in Gen.Double[0.001, 1e7].Nullable()
        select new TokenSet
        {
            AccessToken = new string(access),
            RefreshToken = hasRefresh ? "refresh" : null,
            ObtainedAt = Start,
            ExpiresAt = life is { } seconds ? Start.AddSeconds(seconds) : null,
        };

    private static readonly Gen<RefreshMark?> Mark =
        from kind in Gen.Int[0, 3]
        from age in Gen.Double[-60, 60]
        select kind == 0 ? null : new RefreshMark(kind == 1 ? Me : "other", Start.AddSeconds(age), TokenFingerprint.Of(kind == 3 ? "another" : "refresh"));

    private static readonly Gen<RefreshSituation> Situations =
        from tokens in Tokens
        from mark in Mark
        from flow in Gen.Enum<OAuth2Flow>()
        from client in Gen.OneOf(Client, Client, Client, "other")
        from rejected in Gen.OneOf(null, null, "other", tokens.Fingerprint)
        from ended in Gen.OneOf(null, null, null, "it has ended")
        from age in Gen.Double[0, 2e7]
        select new RefreshSituation
        {
            Stored = ended is null
                ? new StoredTokens { Tokens = tokens, ClientFingerprint = client, Refreshing = mark }
                : new StoredTokens { Tokens = tokens with { RefreshToken = null }, ClientFingerprint = client, Ended = ended },
            Flow = flow,
            ClientFingerprint = Client,
            Now = Start.AddSeconds(age),
            Rejected = rejected,
            Holder = Me,
        };

    [Fact]
    public void DueAt_IsAtFourFifthsOfTheLife_GiveOrTakeATwentieth() => Tokens.Sample(tokens =>
    {
        var due = RefreshPolicy.DueAt(tokens);

        Assert.Equal(tokens.ExpiresAt is null, due is null);
        if (due is { } at && tokens.ExpiresAt - tokens.ObtainedAt is { } life && life > TimeSpan.FromSeconds(2))
        {
            Assert.InRange((at - tokens.ObtainedAt) / life, 0.7499, 0.8501);
        }
    });

    [Fact]
    public void DueAt_OverManyTokens_IsSpread()
    {
        var shares = Enumerable.Range(0, 1000).Select(index => new TokenSet { AccessToken = $"t{index}", ObtainedAt = Start, ExpiresAt = Start.AddSeconds(1000) })
            .Select(tokens => ((RefreshPolicy.DueAt(tokens) - Start)?.TotalSeconds ?? 0) / 1000).ToList();

        Assert.InRange(shares.Average(), 0.79, 0.81);
        Assert.True(shares.Max() - shares.Min() > 0.09);
    }

    [Fact]
    public void DueAt_OfATokenThatEndsAtOnce_IsASecondLater() =>
        Assert.Equal(Start.AddSeconds(1), RefreshPolicy.DueAt(new TokenSet { AccessToken = "t", ObtainedAt = Start, ExpiresAt = Start.AddMilliseconds(1) }));

    [Fact]
    public void Decision_OnAnySituation_KeepsTheRules() => Situations.Sample(
        situation =>
        {
            var stored = Assert.IsType<StoredTokens>(situation.Stored);
            var tokens = stored.Tokens;
            var isOurs = stored.ClientFingerprint == Client;
            var isRejected = situation.Rejected == tokens.Fingerprint;
            var isDue = RefreshPolicy.DueAt(tokens) <= situation.Now;
            switch (RefreshPolicy.Decide(situation))
            {
                case RefreshDecision.Use use:
                    Assert.True(isOurs && !isRejected && !isDue && (stored.Ended is null || situation.Flow == OAuth2Flow.ClientCredentials));
                    Assert.True(use.Until is null || use.Until > situation.Now);
                    break;
                case RefreshDecision.Fetch:
                    Assert.Equal(OAuth2Flow.ClientCredentials, situation.Flow);
                    Assert.True(!isOurs || isRejected || isDue);
                    break;
                case RefreshDecision.Refresh refresh:
                    Assert.True(isOurs && tokens.RefreshToken is not null);
                    Assert.True(refresh.IsSecondTry || (isRejected || isDue));
                    Assert.False(stored.Refreshing is { Holder: "other" } mark && mark.RefreshToken == TokenFingerprint.Of("refresh") && (situation.Now - mark.StartedAt).Duration() < RefreshPolicy.MarkLife);
                    break;
                case RefreshDecision.WaitForOther other:
                    Assert.Equal("other", stored.Refreshing?.Holder);
                    Assert.InRange(other.Until - situation.Now, TimeSpan.Zero, RefreshPolicy.MarkLife * 2);
                    break;
                case RefreshDecision.Connect:
                    Assert.Equal(OAuth2Flow.AuthorizationCode, situation.Flow);
                    Assert.True(!isOurs || stored.Ended is not null || (tokens.RefreshToken is null && (isRejected || isDue)));
                    break;
            }
        },
        iter: 20_000);

    [Theory]
    [InlineData(OAuth2Flow.ClientCredentials, typeof(RefreshDecision.Fetch))]
    [InlineData(OAuth2Flow.AuthorizationCode, typeof(RefreshDecision.Connect))]
    public void Decision_WithNothingStored_IsToGetSome(OAuth2Flow flow, Type expected) =>
        Assert.IsType(expected, RefreshPolicy.Decide(new RefreshSituation { Flow = flow, ClientFingerprint = Client, Now = Start, Holder = Me }));

    [Theory]
    [InlineData(19.9, typeof(RefreshDecision.WaitForOther))]
    [InlineData(20, typeof(RefreshDecision.Refresh))]
    [InlineData(-19.9, typeof(RefreshDecision.WaitForOther))]
    [InlineData(-3600, typeof(RefreshDecision.Refresh))]
    public void Mark_OfAnother_IsWaitedForSoLong(double age, Type expected)
    {
        var stored = new StoredTokens
        {
            Tokens = new TokenSet { AccessToken = "t", RefreshToken = "refresh", ObtainedAt = Start, ExpiresAt = Start.AddHours(1) },
            ClientFingerprint = Client,
            Refreshing = new RefreshMark("other", Start, TokenFingerprint.Of("refresh")),
        };

        var decision = RefreshPolicy.Decide(new RefreshSituation { Stored = stored, Flow = OAuth2Flow.AuthorizationCode, ClientFingerprint = Client, Now = Start.AddSeconds(age), Holder = Me });

        Assert.IsType(expected, decision);
    }

    [Fact]
    public void Backoff_Ceilings_DoubleFromOneSecondToFiveMinutes() =>
        Assert.Equal([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300], Enumerable.Range(1, 11).Select(failures => Backoff.Ceiling(failures).TotalSeconds));
}
