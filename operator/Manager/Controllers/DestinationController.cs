using ExtensibleWebhooks.Crds.EventSources;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Manager.Planning;
using ExtensibleWebhooks.Manager.Sources;
using ExtensibleWebhooks.Manager.Statuses;
using ExtensibleWebhooks.Runtime.Cache;
using ExtensibleWebhooks.Runtime.Rbac;
using ExtensibleWebhooks.Runtime.Reconciliation;

namespace ExtensibleWebhooks.Manager.Controllers;

/// <summary>Destinations whose source does not exist: nobody else would say so on them and on their mappings. All others are their source's affair.</summary>
[EntityRbac(typeof(WebhookDestination), Verbs = RbacVerb.Read)]
[EntityRbac(typeof(WebhookDestination), Subresource = "status", Verbs = RbacVerb.Patch)]
internal sealed class DestinationController(ILister<EventSource> sources, SourceGatherer gatherer, SpecChecks checks, StatusReporter reporter)
    : IEntityController<WebhookDestination>
{
    public async Task<ReconciliationResult<WebhookDestination>> ReconcileAsync(WebhookDestination entity, CancellationToken cancellationToken)
    {
        if (sources.Get(Indexes.SourceOf(entity)) is null)
        {
            await reporter.ReportOrphanAsync(BranchPlanner.Plan(gatherer.BranchOf(entity), secrets: null, configMaps: null, checks), cancellationToken);
        }

        return ReconciliationResult<WebhookDestination>.Success(entity);
    }

    public Task<ReconciliationResult<WebhookDestination>> DeletedAsync(WebhookDestination entity, CancellationToken cancellationToken)
    {
        checks.Forget(entity);
        reporter.Forget(entity);
        return Task.FromResult(ReconciliationResult<WebhookDestination>.Success(entity));
    }
}
