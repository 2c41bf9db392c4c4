using k8s;
using k8s.Models;

namespace ExtensibleWebhooks.Runtime.Reconciliation;

/// <summary>Undoes what lies outside the cluster, before an entity may go. Prefer owner references wherever they do.</summary>
public interface IEntityFinalizer<TEntity>
    where TEntity : IKubernetesObject<V1ObjectMeta>
{
    /// <summary>
    /// The entity is being deleted and still carries this finalizer. Success takes the finalizer off; anything else, or a requeue time, keeps it and comes back.
    /// </summary>
    Task<ReconciliationResult<TEntity>> FinalizeAsync(TEntity entity, CancellationToken cancellationToken);
}
