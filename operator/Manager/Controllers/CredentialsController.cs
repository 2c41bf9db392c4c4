using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Manager.Connecting;
using ExtensibleWebhooks.Manager.Planning;
using ExtensibleWebhooks.Manager.Statuses;
using ExtensibleWebhooks.Manager.Tokens;
using ExtensibleWebhooks.Runtime.Rbac;
using ExtensibleWebhooks.Runtime.Reconciliation;

namespace ExtensibleWebhooks.Manager.Controllers;

/// <summary>
/// Keeps the tokens of every enabled OAuth 2.0 destination: now if something happened, and again when it is time. What it finds goes into <c>status.credentials</c>, from which
/// the source's look makes the condition; the tokens go into their Secret, whose change wakes the source, which takes the access token to its worker.
/// </summary>
[EntityRbac(typeof(WebhookDestination), Verbs = RbacVerb.Read | RbacVerb.Patch)] // patch: finalizers
internal sealed class CredentialsController(
    DestinationTokens tokens, RejectedTokens rejected, ConnectUrls links, CredentialsStatusWriter statuses, SpecChecks checks, TokenUpkeep upkeep)
    : IEntityController<WebhookDestination>
{
    /// <summary>Often enough for a link in the status to be good for hours whenever somebody takes it.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    /// <summary>The keeper's own waits are longer; a clock that jumps must not make this a loop.</summary>
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(200);

    public async Task<ReconciliationResult<WebhookDestination>> ReconcileAsync(WebhookDestination entity, CancellationToken cancellationToken)
    {
        if (entity.Spec.Authentication?.OAuth2 is null)
        {
            if (await upkeep.ForgetTokensAsync(entity, cancellationToken) is { } problem)
            {
                return ReconciliationResult<WebhookDestination>.Failure(entity, $"its tokens could not be forgotten: {problem}");
            }

            await statuses.WriteAsync(entity, null, cancellationToken);
            return ReconciliationResult<WebhookDestination>.Success(entity);
        }

        // Not valid: its condition says so, and a client that nobody checked is not used.
        if (!checks.MaySend(entity))
        {
            return ReconciliationResult<WebhookDestination>.Success(entity);
        }

        var verdict = entity.Spec.Enabled ? await tokens.KeepAsync(entity, rejected.Of(entity), cancellationToken) : null;
        upkeep.Observe(entity, verdict);
        await statuses.WriteAsync(entity, StatusOf(verdict, await links.OfAsync(entity, cancellationToken)), cancellationToken);
        return ReconciliationResult<WebhookDestination>.Success(entity, WaitUntil(verdict?.NextCheck));
    }

    public async Task<ReconciliationResult<WebhookDestination>> DeletedAsync(WebhookDestination entity, CancellationToken cancellationToken)
    {
        rejected.Forget(entity);
        await upkeep.ForgetAsync(entity, cancellationToken);
        return ReconciliationResult<WebhookDestination>.Success(entity);
    }

    private static CredentialsStatus? StatusOf(TokenVerdict? verdict, string? connectUrl) => (verdict, connectUrl) switch
    {
        (null, null) => null,
        _ => new CredentialsStatus
        {
            Reason = verdict?.Reason.ToString(),
            Message = verdict?.Message,
            ExpiresAt = verdict?.Tokens?.ExpiresAt?.UtcDateTime,
            LastRefreshTime = verdict?.Tokens?.ObtainedAt.UtcDateTime,
            ConnectUrl = connectUrl,
        },
    };

    private TimeSpan WaitUntil(DateTimeOffset? nextCheck)
    {
        var wait = (nextCheck - upkeep.Now) ?? LongestWait;
        return wait > LongestWait ? LongestWait : wait < ShortestWait ? ShortestWait : wait;
    }
}
