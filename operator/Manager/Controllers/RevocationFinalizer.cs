using ExtensibleWebhooks.Crds.Conditions;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Credentials.Endpoint;
using ExtensibleWebhooks.Credentials.Lifecycle;
using ExtensibleWebhooks.Manager.Tokens;
using ExtensibleWebhooks.Runtime.Client;
using ExtensibleWebhooks.Runtime.Events;
using ExtensibleWebhooks.Runtime.Reconciliation;

namespace ExtensibleWebhooks.Manager.Controllers;

/// <summary>Gives a destination's tokens back to the provider before it goes, where it names a revokeUrl. Neither a provider nor an API server that does not answer keeps it for ever.</summary>
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

        var answer = await RevokeAsync(entity, cancellationToken);
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

    /// <summary>What the API server refuses to show, perhaps for ever, keeps the destination no longer than a provider that is away does.</summary>
    private async Task<RevokeAnswer> RevokeAsync(WebhookDestination destination, CancellationToken cancellationToken)
    {
        try
        {
            using var opening = await clients.OpenAsync(destination, cancellationToken);
            return opening.Open is { } opened
                ? await keeper.RevokeAsync(opened.RequestFor(destination), cancellationToken)
                : new RevokeAnswer(false, string.Join("; ", opening.Problems));
        }
        catch (KubeApiException exception)
        {
            return new RevokeAnswer(false, exception.Message, MayTryAgain: true);
        }
    }

    private async Task<ReconciliationResult<WebhookDestination>> GiveUpAsync(WebhookDestination destination, string why, CancellationToken cancellationToken)
    {
        logger.NotRevoked(NamespacedName.Of(destination).ToString(), why);
        await events(destination, nameof(Reason.TokenUnavailable), $"Deleted without revoking its tokens, which end by themselves: {why}", EventType.Warning, cancellationToken);
        return ReconciliationResult<WebhookDestination>.Success(destination);
    }
}
