using ExtensibleWebhooks.Credentials.Endpoint;
using ExtensibleWebhooks.Credentials.Stores;
using ExtensibleWebhooks.Credentials.Tokens;

namespace ExtensibleWebhooks.Credentials.Lifecycle;

/// <summary>
/// Keeps tokens good, one destination at a time, as often as it is asked; it has no loop of its own. A refresh:
/// 1. the stored tokens are marked, by a write that fails if anybody else wrote;
/// 2. the refresh token is sent, and that is not cancelled, since the answer may be the only copy of the next one;
/// 3. the new tokens replace the old ones and the mark in one write, and only then are they used.
/// Another process that finds the mark waits; one that finds it older than <see cref="RefreshPolicy.MarkLife"/> sends the same refresh token once more.
/// </summary>
/// <param name="store">May be shared with other processes.</param>
/// <param name="holder">This process, by a name that no other process has or had.</param>
/// <param name="time">Of everything.</param>
/// <param name="random">Of the backoff; used by several threads at once, so one that allows it.</param>
public sealed class TokenKeeper(ITokenStore store, string holder, TimeProvider time, Random random)
{
    /// <summary>So often may somebody else write in between before it is left for the next call.</summary>
    private const int MaxTurns = 4;

    private readonly KeyStates _keys = new();
    private readonly KeeperServices _services = new(store, holder, time, random);

    /// <summary>Keys that something is remembered of.</summary>
    internal int Remembered => _keys.Count;

    /// <summary>Looks at the stored tokens, and fetches or refreshes if it is time. Calls for one key follow each other, so that any number of them makes one request.</summary>
    /// <param name="request">Whose.</param>
    /// <param name="cancellationToken">Ends the wait, but no refresh that is under way.</param>
    public async Task<CredentialState> KeepAsync(KeepRequest request, CancellationToken cancellationToken)
    {
        var state = await _keys.EnterAsync(request.Key, cancellationToken);
        try
        {
            var turn = new KeepTurn(_services, request, state);
            for (var count = 0; count < MaxTurns; count++)
            {
                if (await turn.LookAsync(cancellationToken) is { } result)
                {
                    return result;
                }
            }

            return new CredentialState.Unavailable("others keep changing the stored tokens", null, time.GetUtcNow() + Backoff.First);
        }
        finally
        {
            _keys.Leave(request.Key, state);
        }
    }

    /// <summary>Revokes the stored tokens where the client has a revokeUrl, and forgets them unless another try may come further.</summary>
    public async Task<RevokeAnswer> RevokeAsync(KeepRequest request, CancellationToken cancellationToken)
    {
        var state = await _keys.EnterAsync(request.Key, cancellationToken);
        try
        {
            state.Forget();
            var reading = await store.ReadAsync(request.Key, cancellationToken);
            var answer = reading switch
            {
                TokenReading.Found found => await request.Endpoint.RevokeAsync(request.Client, found.Stored.Tokens, cancellationToken),
                TokenReading.Nothing nothing => new RevokeAnswer.NothingStored(nothing.Why),
                TokenReading.Unavailable unavailable => new RevokeAnswer.Unreachable(unavailable.Message),
                _ => throw new InvalidOperationException("A reading of no known kind."),
            };
            return answer is RevokeAnswer.Unreachable ? answer : answer with { StillStored = await store.DeleteAsync(request.Key, cancellationToken) };
        }
        finally
        {
            _keys.Leave(request.Key, state);
        }
    }

    /// <summary>Forgets what it remembers of a destination that is gone.</summary>
    public async Task ForgetAsync(CredentialKey key, CancellationToken cancellationToken)
    {
        var state = await _keys.EnterAsync(key, cancellationToken);
        state.Forget();
        _keys.Leave(key, state);
    }
}
