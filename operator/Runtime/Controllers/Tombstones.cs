using System.Collections.Concurrent;
using ExtensibleWebhooks.Runtime.Cache;
using ExtensibleWebhooks.Runtime.Client;
using ExtensibleWebhooks.Runtime.Events;
using k8s;
using k8s.Models;

namespace ExtensibleWebhooks.Runtime.Controllers;

/// <summary>Remembers the last version of a controller's own entities that are gone, until the controller has been told.</summary>
internal sealed class Tombstones<T>(Wakeups wakeups, EventPublisher events) : IInformerHandler<T>
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    private readonly ConcurrentDictionary<NamespacedName, T> _gone = new();

    public T? Get(NamespacedName key) => _gone.GetValueOrDefault(key);

    public void Forget(NamespacedName key) => _gone.TryRemove(key, out _);

    public void Added(T entity)
    {
    }

    public void Updated(T before, T after)
    {
    }

    public void Deleted(T last)
    {
        // While another replica leads, it is the one to be told.
        if (wakeups.IsOpen)
        {
            _gone[NamespacedName.Of(last)] = last;
        }
    }

    /// <summary>Tells the user, who would otherwise see nothing happen.</summary>
    public void Undecodable(UndecodableObject entity)
    {
        var kind = ApiResource.Of<T>();
        var reference = new EntityReference
        {
            ApiVersion = kind.ApiVersion,
            Kind = kind.Kind,
            Metadata = new V1ObjectMeta { NamespaceProperty = entity.Key.Namespace, Name = entity.Key.Name, Uid = entity.Uid },
        };
        var message = $"The object cannot be read at {entity.Path}. Its last readable version, if any, stays in force; correct the field.";
        _ = events(reference, "Undecodable", message, EventType.Warning, CancellationToken.None);
    }
}
