using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Crds.WebhookMappings;
using ExtensibleWebhooks.Manager.Planning;
using ExtensibleWebhooks.Manager.Sources;
using ExtensibleWebhooks.Manager.Statuses;
using ExtensibleWebhooks.Runtime.Cache;
using ExtensibleWebhooks.Runtime.Rbac;
using ExtensibleWebhooks.Runtime.Reconciliation;

namespace ExtensibleWebhooks.Manager.Controllers;

/// <summary>Mappings whose destination does not exist. All others are told by whoever tells their destination.</summary>
[EntityRbac(typeof(WebhookMapping), Verbs = RbacVerb.Read)]
[EntityRbac(typeof(WebhookMapping), Subresource = "status", Verbs = RbacVerb.Patch)]
internal sealed class MappingController(ILister<WebhookDestination> destinations, SpecChecks checks, StatusReporter reporter) : IEntityController<WebhookMapping>
{
    public async Task<ReconciliationResult<WebhookMapping>> ReconcileAsync(WebhookMapping entity, CancellationToken cancellationToken)
    {
        if (destinations.Get(Indexes.DestinationOf(entity)) is null)
        {
            await reporter.ReportOrphanAsync(entity, checks.Of(entity), cancellationToken);
        }

        return ReconciliationResult<WebhookMapping>.Success(entity);
    }

    public Task<ReconciliationResult<WebhookMapping>> DeletedAsync(WebhookMapping entity, CancellationToken cancellationToken)
    {
        checks.Forget(entity);
        reporter.Forget(entity);
        return Task.FromResult(ReconciliationResult<WebhookMapping>.Success(entity));
    }
}
