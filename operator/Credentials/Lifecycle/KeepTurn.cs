using ExtensibleWebhooks.Crds.WorkerConfigs;
using ExtensibleWebhooks.Credentials.Endpoint;
using ExtensibleWebhooks.Credentials.Stores;
using ExtensibleWebhooks.Credentials.Tokens;

namespace ExtensibleWebhooks.Credentials.Lifecycle;

/// <summary>One call of a <see cref="TokenKeeper"/>, behind the key's gate. A method that answers null found that somebody else wrote: look again.</summary>
internal sealed class KeepTurn(KeeperServices services, KeepRequest request, KeyState state)
{
    private readonly ITokenStore _store = services.Store;

    private DateTimeOffset Now => services.Time.GetUtcNow();

    public async Task<CredentialState?> LookAsync(CancellationToken cancellationToken)
    {
        if (state.Unstored is { } grant)
        {
            return await SettleAsync(grant);
        }

        var reading = await _store.ReadAsync(request.Key, cancellationToken);
        if (reading is TokenReading.Unavailable unavailable)
        {
            return StoreFailed(unavailable.Message, null);
        }

        var (stored, version, why) = reading switch
        {
            TokenReading.Found found => (found.Stored, found.Version, null),
            TokenReading.Nothing nothing => (null, nothing.Version, nothing.Why),
            _ => default((StoredTokens?, string?, string?)),
        };
        if (state.Rejections.IsForgottenAt(Now))
        {
            state.Rejections = Rejections.None;
        }

        var decision = RefreshPolicy.Decide(SituationOf(stored));
        if (decision is RefreshDecision.Fetch or RefreshDecision.Refresh && Held(stored, version) is { } held)
        {
            return held;
        }

        return (decision, stored) switch
        {
            (RefreshDecision.Use use, { Tokens: var tokens }) => Ready(tokens, use.Until),
            (RefreshDecision.WaitForOther other, { Tokens: var tokens }) => WaitForOther(tokens, other.Until),
            (RefreshDecision.Refresh refresh, { Tokens.RefreshToken: { } token }) => await RefreshAsync(stored, token, version, refresh.IsSecondTry, cancellationToken),
            (RefreshDecision.Connect connect, _) => ConnectRequired(why is null ? connect.Why : $"the stored tokens cannot be read ({why})", stored),
            _ => await FetchAsync(stored, version, cancellationToken),
        };
    }

    private async Task<CredentialState?> FetchAsync(StoredTokens? stored, string? version, CancellationToken cancellationToken)
    {
        switch (await request.Endpoint.FetchAsync(request.Client, cancellationToken))
        {
            case TokenAnswer.Granted granted:
                // The client can always ask again, so a refresh token (which RFC 6749 §4.4.3 does not want here) would only be one more thing to lose.
                return await GrantedAsync(granted.Tokens with { RefreshToken = null }, stored, version);
            case TokenAnswer.Refused refused:
                return Failed(refused.Message, true, stored, version, version, null);
            case TokenAnswer.Unavailable unavailable:
                return Failed(unavailable.Message, false, stored, version, version, unavailable.RetryAfter);
            default:
                throw new InvalidOperationException("A token answer of no known kind.");
        }
    }

    private async Task<CredentialState?> RefreshAsync(StoredTokens stored, string refreshToken, string? version, bool isSecondTry, CancellationToken cancellationToken)
    {
        var mark = new RefreshMark(services.Holder, Now, TokenFingerprint.Of(refreshToken));
        var marking = await _store.WriteAsync(request.Key, stored with { Refreshing = mark }, version, cancellationToken);
        if (marking is not TokenWriting.Stored marked)
        {
            return marking is TokenWriting.Unavailable unstored ? StoreFailed(unstored.Message, stored) : null;
        }

        // A process that was stopped here for long must not send what another has taken over by now; together with the request's own limit this is what a mark's life counts on.
        if (Now - mark.StartedAt > TokenEndpoint.Timeout)
        {
            return null;
        }

        switch (await request.Endpoint.RefreshAsync(request.Client, refreshToken, CancellationToken.None))
        {
            case TokenAnswer.Granted granted:
                return await GrantedAsync(granted.Tokens with { RefreshToken = granted.Tokens.RefreshToken ?? refreshToken }, stored, marked.Version);
            case TokenAnswer.Refused { Error: TokenError.InvalidGrant } refused:
                return await GrantEndedAsync(refused.Message, stored, marked.Version, isSecondTry || state.Failure is { IsClientRefused: false } last && IsSame(last, version));
            case TokenAnswer.Refused refused:
                return Failed(refused.Message, true, stored, version, await UnmarkAsync(stored, marked.Version), null);
            case TokenAnswer.Unavailable unavailable:
                return Failed(unavailable.Message, false, stored, version, await UnmarkAsync(stored, marked.Version), unavailable.RetryAfter);
            default:
                throw new InvalidOperationException("A token answer of no known kind.");
        }
    }

    private Task<CredentialState?> GrantedAsync(TokenSet tokens, StoredTokens? stored, string? version)
    {
        if (IsRejected(stored))
        {
            state.Rejections = state.Rejections.Next(Now);
        }

        var content = new StoredTokens { Tokens = tokens, ClientFingerprint = request.Client.Fingerprint };
        return SettleAsync(new Grant(content, stored, version));
    }

    /// <summary>Stores what was granted, unless somebody has stored other tokens meanwhile: those came later.</summary>
    private async Task<CredentialState?> SettleAsync(Grant grant)
    {
        var writing = await _store.WriteAsync(request.Key, grant.Content, grant.Version, CancellationToken.None);
        if (writing is TokenWriting.Stored)
        {
            (state.Unstored, state.Failure) = (null, null);

            // The client may have been changed since these were asked for.
            return grant.Content.ClientFingerprint == request.Client.Fingerprint
                ? new CredentialState.Ready(grant.Content.Tokens, RefreshPolicy.DueAt(grant.Content.Tokens))
                : null;
        }

        var problem = (writing as TokenWriting.Unavailable)?.Message;
        if (problem is null)
        {
            var reading = await _store.ReadAsync(request.Key, CancellationToken.None);
            problem = (reading as TokenReading.Unavailable)?.Message;
            var (tokens, version) = reading is TokenReading.Found found ? (found.Stored.Tokens.Fingerprint, found.Version) : (null, (reading as TokenReading.Nothing)?.Version);
            if (problem is null && tokens != grant.Replaces?.Tokens.Fingerprint)
            {
                state.Unstored = null;
                return null;
            }

            // Only the mark is another one, or something that is not ours: the next turn writes over it.
            grant = grant with { Version = version };
        }

        state.Unstored = grant;
        return problem is null ? null : StoreFailed($"the new tokens could not be stored: {problem}", grant.Replaces);
    }

    /// <summary>The refresh token is dead: it is taken out of the store, so that no process sends it again, and the access token stays while it lives.</summary>
    private async Task<CredentialState?> GrantEndedAsync(string message, StoredTokens stored, string version, bool wasSentBefore)
    {
        var why = wasSentBefore ? $"an earlier refresh ended before its answer was stored, and {message}" : message;
        var ended = stored with { Tokens = stored.Tokens with { RefreshToken = null }, Ended = why, Refreshing = null };
        if (await _store.WriteAsync(request.Key, ended, version, CancellationToken.None) is TokenWriting.Conflict)
        {
            return null;
        }

        return ConnectRequired(why, stored);
    }

    /// <summary>The version that is stored then. A mark that cannot be taken away now is taken over later.</summary>
    private async Task<string> UnmarkAsync(StoredTokens stored, string version) =>
        await _store.WriteAsync(request.Key, stored with { Refreshing = null }, version, CancellationToken.None) is TokenWriting.Stored unmarked ? unmarked.Version : version;

    /// <summary>What failed lately, or is refused by the receiver again and again, is not asked for before its time; null: it may be asked.</summary>
    private CredentialState? Held(StoredTokens? stored, string? version)
    {
        if (state.Failure is { } failure && failure.RetryAt > Now && IsSame(failure, version))
        {
            return Describe(failure, stored);
        }

        // Where a token is due its refusal changes nothing.
        var isOnlyRejected = stored is not null && IsRejected(stored) && !(RefreshPolicy.DueAt(stored.Tokens) <= Now);
        return isOnlyRejected && state.Rejections.NextAt > Now
            ? new CredentialState.Unavailable($"the receiver refuses each new token ({state.Rejections.Count} so far): check scopes, tokenPrefix and what the client may do there", Alive(stored), state.Rejections.NextAt)
            : null;
    }

    private CredentialState Failed(string message, bool isClientRefused, StoredTokens? stored, string? versionBefore, string? versionAfter, TimeSpan? retryAfter)
    {
        var count = state.Failure is { } last && IsSame(last, versionBefore) ? last.Count + 1 : 1;
        var wait = Backoff.After(count, services.Random);
        var failure = new Failure(count, Now + (retryAfter > wait ? retryAfter.Value : wait), message, isClientRefused, request.Client.Revision, versionAfter);
        state.Failure = failure;
        return Describe(failure, stored);
    }

    private CredentialState Describe(Failure failure, StoredTokens? stored) => failure.IsClientRefused
        ? new CredentialState.ClientRefused(failure.Message, Alive(stored), failure.RetryAt)
        : new CredentialState.Unavailable(failure.Message, Alive(stored), failure.RetryAt);

    private CredentialState.Ready Ready(TokenSet tokens, DateTimeOffset? until)
    {
        // Kept for a while: the refusal that was tried for may be reported again after a call without one.
        state.Failure = state.Failure is { } failure && Now < failure.RetryAt + Backoff.Longest ? failure : null;
        return new CredentialState.Ready(tokens, until);
    }

    private CredentialState WaitForOther(TokenSet tokens, DateTimeOffset until) => tokens.IsAliveAt(Now) && request.Rejected != tokens.Fingerprint
        ? new CredentialState.Ready(tokens, until)
        : new CredentialState.Unavailable("another process is refreshing the tokens", null, until);

    private CredentialState.ConnectRequired ConnectRequired(string why, StoredTokens? stored)
    {
        state.Failure = null;
        return new CredentialState.ConnectRequired(why, Alive(stored));
    }

    private CredentialState.Unavailable StoreFailed(string message, StoredTokens? stored) => new(message, Alive(stored), Now + Backoff.First);

    private RefreshSituation SituationOf(StoredTokens? stored) => new()
    {
        Stored = stored,
        Flow = request.Client.Flow,
        ClientFingerprint = request.Client.Fingerprint,
        Now = Now,
        Rejected = request.Rejected,
        Holder = services.Holder,
    };

    private bool IsSame(Failure failure, string? version) => failure.ClientRevision == request.Client.Revision && failure.StoreVersion == version;

    private bool IsRejected(StoredTokens? stored) => stored is not null && stored.Tokens.Fingerprint == request.Rejected;

    private TokenSet? Alive(StoredTokens? stored) =>
        stored is not null && stored.ClientFingerprint == request.Client.Fingerprint && stored.Tokens.IsAliveAt(Now) ? stored.Tokens : null;
}
