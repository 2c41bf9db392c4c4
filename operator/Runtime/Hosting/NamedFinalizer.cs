using ExtensibleWebhooks.Runtime.Reconciliation;
using k8s;
using k8s.Models;

namespace ExtensibleWebhooks.Runtime.Hosting;

/// <summary>A finalizer and the name that stands for it in an entity's metadata.</summary>
internal sealed record NamedFinalizer<TEntity>(string Name, IEntityFinalizer<TEntity> Finalizer)
    where TEntity : IKubernetesObject<V1ObjectMeta>;
