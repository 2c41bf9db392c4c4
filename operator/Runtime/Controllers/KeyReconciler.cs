using ExtensibleWebhooks.Runtime.Cache;
using ExtensibleWebhooks.Runtime.Client;
using ExtensibleWebhooks.Runtime.Finalizers;
using ExtensibleWebhooks.Runtime.Reconciliation;
using k8s;
using k8s.Models;

namespace ExtensibleWebhooks.Runtime.Controllers;

/// <summary>Decides from the cache which of a controller's methods a key calls for.</summary>
internal sealed class KeyReconciler<T>(ILister<T> lister, Tombstones<T> tombstones, IEntityController<T> controller, FinalizerSet<T> finalizers) : IKeyReconciler
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    public async Task<ReconcileOutcome> ReconcileAsync(NamespacedName key, CancellationToken cancellationToken)
    {
        if (tombstones.Get(key) is { } gone)
        {
            var told = await controller.DeletedAsync(gone, cancellationToken);
            if (!told.IsSuccess && !told.IsTerminal)
            {
                return OutcomeOf(told);
            }

            tombstones.Forget(key);
        }

        if (lister.Get(key) is not { } entity)
        {
            return ReconcileOutcome.Nothing;
        }

        if (entity.Metadata.DeletionTimestamp is not null)
        {
            return OutcomeOf(await finalizers.FinalizeAsync(entity, cancellationToken));
        }

        entity = await finalizers.AttachAsync(entity, cancellationToken);
        return OutcomeOf(await controller.ReconcileAsync(entity, cancellationToken));
    }

    private static ReconcileOutcome OutcomeOf(ReconciliationResult<T> result) =>
        new(result.IsSuccess, result.IsTerminal, result.RequeueAfter, result.ErrorMessage, result.Error);
}
