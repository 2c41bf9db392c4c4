using ExtensibleWebhooks.Crds.Conditions;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Crds.WorkerConfigs;
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
        var since = time.GetUtcNow() - (entity.Metadata.DeletionTimestamp ?? time.GetUtcNow().UtcDateTime);
        if (answer.MayTryAgain && since < Patience)
        {
            return ReconciliationResult<WebhookDestination>.Success(entity, Pace);
        }

        await TellAsync(entity, answer, cancellationToken);
        return ReconciliationResult<WebhookDestination>.Success(entity);
    }

    /// <summary>What the API server refuses to show, perhaps for ever, keeps the destination no longer than a provider that is away does.</summary>
    private async Task<RevokeAnswer> RevokeAsync(WebhookDestination destination, CancellationToken cancellationToken)
    {
        try
        {
            using var opening = await clients.OpenAsync(destination, cancellationToken);
            return opening.Open is { } opened
                ? await keeper.RevokeAsync(opened.RequestFor(destination), cancellationToken)
                : new RevokeAnswer.Refused(string.Join("; ", opening.Problems));
        }
        catch (KubeApiException exception)
        {
            return new RevokeAnswer.Unreachable(exception.Message);
        }
    }

    /// <summary>As an event, too, where something is left that somebody may want to end by hand.</summary>
    private async Task TellAsync(WebhookDestination destination, RevokeAnswer answer, CancellationToken cancellationToken)
    {
        var told = answer.StillStored is null ? answer.Sentence : $"{answer.Sentence}. They are still in the Secret {OAuthSecret.NameOf(destination)}: {answer.StillStored}";
        if (answer is { IsClean: true, StillStored: null })
        {
            logger.Deleted(NamespacedName.Of(destination).ToString(), told);
            return;
        }

        logger.DeletedWithRest(NamespacedName.Of(destination).ToString(), told);
        await events(destination, nameof(Reason.TokenUnavailable), $"Deleted. {told}", answer is RevokeAnswer.Revoked ? EventType.Normal : EventType.Warning, cancellationToken);
    }
}
