using ExtensibleWebhooks.Runtime.Client;
using k8s;
using k8s.Models;

namespace ExtensibleWebhooks.Runtime.Cache;

/// <summary>
/// Reads from the cache, at no cost and possibly a moment behind the server. The objects are shared by all readers: never change one.
/// </summary>
public interface ILister<T>
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    /// <summary>The object, or null.</summary>
    T? Get(NamespacedName key);

    /// <summary>All objects, in no order.</summary>
    IReadOnlyList<T> List();

    /// <summary>The objects that an index (added when the informer was set up) files under a value; empty if none.</summary>
    /// <exception cref="ArgumentException">No such index was added.</exception>
    IReadOnlyList<T> ByIndex(string index, string value);
}
