using ExtensibleWebhooks.Crds.Conditions;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Credentials.Lifecycle;
using ExtensibleWebhooks.Manager.Tokens;
using ExtensibleWebhooks.Runtime.Client;
using ExtensibleWebhooks.Runtime.Events;
using ExtensibleWebhooks.Runtime.Reconciliation;

namespace ExtensibleWebhooks.Manager.Controllers;

/// <summary>Gives a destination's tokens back to the provider before it goes, where it names a revokeUrl. A provider that cannot be reached does not keep it for ever.</summary>
internal sealed class RevocationFinalizer(ClientOpener clients, TokenKeeper keeper, EventPublisher events, TimeProvider time, ILogger<RevocationFinalizer> logger)
    : IEntityFinalizer<WebhookDestination>
{
    public const string Name = "webhooks.extensible.dev/revoke";

    /// <summary>From the deletion on; then it goes, and the tokens end by themselves.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(10);

    public static bool IsNeededFor(WebhookDestination destination) => destination.Spec.Authentication?.OAuth2?.RevokeUrl is not null;

    public async Task<ReconciliationResult<WebhookDestination>> FinalizeAsync(WebhookDestination entity, CancellationToken cancellationToken)
    {
        if (!IsNeededFor(entity))
        {
            return ReconciliationResult<WebhookDestination>.Success(entity);
        }

        using var opening = await clients.OpenAsync(entity, cancellationToken);
        if (opening.Open is not { } opened)
        {
            return await GiveUpAsync(entity, string.Join("; ", opening.Problems), cancellationToken);
        }

        var answer = await keeper.RevokeAsync(opened.RequestFor(entity), cancellationToken);
        if (answer.IsRevoked)
        {
            logger.Revoked(NamespacedName.Of(entity).ToString());
            return ReconciliationResult<WebhookDestination>.Success(entity);
        }

        var since = time.GetUtcNow() - (entity.Metadata.DeletionTimestamp ?? time.GetUtcNow().UtcDateTime);
        return answer.MayTryAgain && since < Patience
            ? ReconciliationResult<WebhookDestination>.Success(entity, Pace)
            : await GiveUpAsync(entity, answer.Message ?? "", cancellationToken);
    }

    private async Task<ReconciliationResult<WebhookDestination>> GiveUpAsync(WebhookDestination destination, string why, CancellationToken cancellationToken)
    {
        logger.NotRevoked(NamespacedName.Of(destination).ToString(), why);
        await events(destination, nameof(Reason.TokenUnavailable), $"Deleted without revoking its tokens, which end by themselves: {why}", EventType.Warning, cancellationToken);
        return ReconciliationResult<WebhookDestination>.Success(destination);
    }
}
