using k8s;
using k8s.Models;

namespace ExtensibleWebhooks.Runtime.Reconciliation;

/// <summary>
/// Makes the world match an entity. Called with one entity at most once at a time, on the leader only, for whatever change: look at the caches, not at what changed.
/// </summary>
public interface IEntityController<TEntity>
    where TEntity : IKubernetesObject<V1ObjectMeta>
{
    /// <summary>The entity exists and is not being deleted.</summary>
    /// <param name="entity">From the cache, shared: do not change it.</param>
    /// <param name="cancellationToken">Cancelled when leadership is lost, when the drain time of a stop is over, and after the controller's time limit.</param>
    /// <remarks>A throw counts as a failure: logged, and tried again after a growing wait.</remarks>
    Task<ReconciliationResult<TEntity>> ReconcileAsync(TEntity entity, CancellationToken cancellationToken);

    /// <summary>
    /// The entity is gone. Best effort: after a restart nobody remembers what went meanwhile. What must be undone needs a finalizer or an owner reference.
    /// </summary>
    /// <param name="entity">The last version that was seen.</param>
    /// <param name="cancellationToken">As in <see cref="ReconcileAsync"/>.</param>
    Task<ReconciliationResult<TEntity>> DeletedAsync(TEntity entity, CancellationToken cancellationToken);
}
