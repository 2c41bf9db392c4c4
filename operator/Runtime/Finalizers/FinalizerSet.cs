using ExtensibleWebhooks.Runtime.Client;
using ExtensibleWebhooks.Runtime.Reconciliation;
using k8s;
using k8s.Models;

namespace ExtensibleWebhooks.Runtime.Finalizers;

/// <summary>A kind's finalizers by their names, in the order in which they were added.</summary>
internal sealed class FinalizerSet<T>(IResourceClient client, IReadOnlyList<NamedFinalizer<T>> finalizers)
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    /// <summary>Puts on those that are missing, before anything outside is touched, and takes off those that the entity needs no longer.</summary>
    public async Task<T> AttachAsync(T entity, CancellationToken cancellationToken)
    {
        foreach (var (name, _, isNeeded) in finalizers)
        {
            var isOn = FinalizerList.Has(entity.Metadata, name);
            entity = (isNeeded(entity), isOn) switch
            {
                (true, false) => await FinalizerList.AttachAsync(client, entity, name, cancellationToken),
                (false, true) => await FinalizerList.DetachAsync(client, entity, name, cancellationToken) ?? entity,
                _ => entity,
            };
        }

        return entity;
    }

    /// <summary>Runs those of ours that are still on, wherever they stand in the list, and takes each off when it succeeds. Others' stay theirs.</summary>
    public async Task<ReconciliationResult<T>> FinalizeAsync(T entity, CancellationToken cancellationToken)
    {
        foreach (var (name, finalizer, _) in finalizers.Where(entry => FinalizerList.Has(entity.Metadata, entry.Name)).ToList())
        {
            var result = await finalizer.FinalizeAsync(entity, cancellationToken);
            if (!result.IsSuccess || result.RequeueAfter is not null)
            {
                return result;
            }

            if (await FinalizerList.DetachAsync(client, entity, name, cancellationToken) is not { } rest)
            {
                break;
            }

            entity = rest;
        }

        return ReconciliationResult<T>.Success(entity);
    }
}
