using ExtensibleWebhooks.Crds.WebhookReplays;
using ExtensibleWebhooks.Manager.Planning;
using ExtensibleWebhooks.Manager.Replays;
using ExtensibleWebhooks.Manager.Statuses;
using ExtensibleWebhooks.Runtime.Rbac;
using ExtensibleWebhooks.Runtime.Reconciliation;

namespace ExtensibleWebhooks.Manager.Controllers;

/// <summary>Replays: begun once, followed to their end, and ended with their object.</summary>
[EntityRbac(typeof(WebhookReplay), Verbs = RbacVerb.Read)]
[EntityRbac(typeof(WebhookReplay), Subresource = "status", Verbs = RbacVerb.Patch)]
internal sealed class ReplayController(ReplayRunner runner, SpecChecks checks, StatusWriter writer, TimeProvider time) : IEntityController<WebhookReplay>
{
    /// <summary>Between two looks at one that has not ended.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(3);

    public async Task<ReconciliationResult<WebhookReplay>> ReconcileAsync(WebhookReplay entity, CancellationToken cancellationToken)
    {
        if (ReplayStatuses.HasEnded(entity.Status?.Phase))
        {
            return ReconciliationResult<WebhookReplay>.Success(entity);
        }

        var look = await runner.LookAsync(entity, cancellationToken);
        await writer.WriteAsync(entity, entity.Status, ReplayStatuses.Of(entity, look, time), cancellationToken);
        return ReconciliationResult<WebhookReplay>.Success(entity, ReplayStatuses.HasEnded(look.Phase) ? null : Pace);
    }

    public async Task<ReconciliationResult<WebhookReplay>> DeletedAsync(WebhookReplay entity, CancellationToken cancellationToken)
    {
        checks.Forget(entity);
        writer.Forget(entity);
        await runner.CancelAsync(entity, cancellationToken);
        return ReconciliationResult<WebhookReplay>.Success(entity);
    }
}
