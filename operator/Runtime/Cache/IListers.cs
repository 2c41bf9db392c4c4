using k8s;
using k8s.Models;

namespace ExtensibleWebhooks.Runtime.Cache;

/// <summary>The lister of each cached kind, for code that maps one kind to another.</summary>
public interface IListers
{
    /// <summary>The lister of a kind that a controller owns or watches, or that was set up by itself.</summary>
    ILister<T> Of<T>()
        where T : class, IKubernetesObject<V1ObjectMeta>;
}
