using ExtensibleWebhooks.Runtime.Reconciliation;
using k8s;
using k8s.Models;

namespace ExtensibleWebhooks.Runtime.Finalizers;

/// <summary>A finalizer, the name that stands for it in an entity's metadata, and which entities carry it.</summary>
internal sealed record NamedFinalizer<TEntity>(string Name, IEntityFinalizer<TEntity> Finalizer, Func<TEntity, bool> IsNeeded)
    where TEntity : IKubernetesObject<V1ObjectMeta>;
