using k8s;
using k8s.Models;

namespace ExtensibleWebhooks.Runtime.Cache;

/// <summary>
/// Told of each change, after the cache has it: in order for each object, one call at a time. Calls come from the watch's own task, so a handler
/// only notes what to do (adds a key to a queue); a throw is logged and affects nobody else.
/// </summary>
public interface IInformerHandler<in T>
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    /// <summary>New to the cache: created, or there when the cache was filled.</summary>
    void Added(T entity);

    /// <summary>Changed, the resource version at least. Several changes may come as one.</summary>
    void Updated(T before, T after);

    /// <summary>Gone. <paramref name="last"/> is the last version seen, which need not be the last there was.</summary>
    void Deleted(T last);

    /// <summary>There, but not readable.</summary>
    void Undecodable(UndecodableObject entity);
}
