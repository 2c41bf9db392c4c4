using System.Globalization;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Crds.WorkerConfigs;
using ExtensibleWebhooks.Credentials.Endpoint;
using ExtensibleWebhooks.Credentials.Stores;
using ExtensibleWebhooks.Credentials.Tokens;

namespace ExtensibleWebhooks.Credentials.Lifecycle;

/// <summary>When a token is refreshed, and who may do it. Pure.</summary>
public static class RefreshPolicy
{
    /// <summary>Of a token's life, after which it is refreshed.</summary>
    public const double UsedShare = 0.8;

    /// <summary>Of a token's life, by which that moment lies earlier or later, so that tokens of one age are not refreshed at once.</summary>
    public const double Jitter = 0.05;

    /// <summary>However short its life is, a token is not refreshed before that age.</summary>
    public static readonly TimeSpan ShortestUse = TimeSpan.FromSeconds(1);

    /// <summary>A mark of that age is a dead process's: twice the time that its request may take.</summary>
    public static readonly TimeSpan MarkLife = TokenEndpoint.Timeout * 2;

    public static RefreshDecision Decide(RefreshSituation situation)
    {
        var mayFetch = situation.Flow == OAuth2Flow.ClientCredentials;
        if (situation.Stored is not { } stored)
        {
            return mayFetch ? new RefreshDecision.Fetch() : new RefreshDecision.Connect("nobody has connected it yet");
        }

        if (stored.ClientFingerprint != situation.ClientFingerprint)
        {
            return mayFetch ? new RefreshDecision.Fetch() : new RefreshDecision.Connect("the client, its URLs or its scopes are not those that it was connected with");
        }

        if (!mayFetch && stored.Ended is { } ended)
        {
            return new RefreshDecision.Connect(ended);
        }

        var tokens = stored.Tokens;
        if (MarkOf(stored) is { } mark)
        {
            return IsFresh(mark, situation) ? new RefreshDecision.WaitForOther(mark.StartedAt + MarkLife) : new RefreshDecision.Refresh(IsSecondTry: true);
        }

        var isRejected = situation.Rejected == tokens.Fingerprint;
        if (!isRejected && !(DueAt(tokens) <= situation.Now))
        {
            return new RefreshDecision.Use(DueAt(tokens));
        }

        return mayFetch ? new RefreshDecision.Fetch()
            : tokens.RefreshToken is not null ? new RefreshDecision.Refresh(IsSecondTry: false)
            : new RefreshDecision.Connect(WhyWithoutRefreshToken(tokens, isRejected, situation.Now));
    }

    /// <summary>Null: only after a refusal. The jitter is the token's own, so that every process finds the same moment.</summary>
    public static DateTimeOffset? DueAt(TokenSet tokens)
    {
        if (tokens.ExpiresAt is not { } end)
        {
            return null;
        }

        // From the fingerprint's first 32 bits to -1..1.
        var jitter = (uint.Parse(tokens.Fingerprint.AsSpan(0, 8), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / (double)uint.MaxValue * 2) - 1;
        var use = (end - tokens.ObtainedAt) * (UsedShare + (jitter * Jitter));
        return tokens.ObtainedAt + (use > ShortestUse ? use : ShortestUse);
    }

    /// <summary>The mark, if it is about the refresh token that is stored.</summary>
    private static RefreshMark? MarkOf(StoredTokens stored) =>
        stored is { Refreshing: { } mark, Tokens.RefreshToken: { } token } && mark.RefreshToken == TokenFingerprint.Of(token) ? mark : null;

    /// <summary>A mark from far in the future is no mark of a clock that can be waited for.</summary>
    private static bool IsFresh(RefreshMark mark, RefreshSituation situation) =>
        mark.Holder != situation.Holder && (situation.Now - mark.StartedAt).Duration() < MarkLife;

    private static string WhyWithoutRefreshToken(TokenSet tokens, bool isRejected, DateTimeOffset now)
    {
        var what = isRejected ? "the receiver refuses the access token"
            : tokens.IsAliveAt(now) ? $"the access token ends at {tokens.ExpiresAt:u}"
            : $"the access token ended at {tokens.ExpiresAt:u}";
        return $"{what}, and there is no refresh token that is good";
    }
}
