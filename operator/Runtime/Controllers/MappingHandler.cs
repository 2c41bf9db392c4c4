using ExtensibleWebhooks.Runtime.Cache;
using ExtensibleWebhooks.Runtime.Client;
using ExtensibleWebhooks.Runtime.Queue;
using k8s;
using k8s.Models;

namespace ExtensibleWebhooks.Runtime.Controllers;

/// <summary>Turns changes of one kind into work on the keys that they concern: of an update, those of before and of after.</summary>
internal sealed class MappingHandler<T>(
    Func<T, IEnumerable<NamespacedName>> map, Func<T, T, bool> when, Wakeups wakeups, Func<bool> hasSynced) : IInformerHandler<T>
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    public void Added(T entity)
    {
        // Until the cache is filled nothing is known to be new.
        var band = hasSynced() ? QueueBand.Normal : QueueBand.Background;
        foreach (var key in map(entity))
        {
            wakeups.Add(key, band);
        }
    }

    public void Updated(T before, T after)
    {
        if (!when(before, after))
        {
            return;
        }

        foreach (var key in map(before).Concat(map(after)).Distinct())
        {
            wakeups.Add(key, QueueBand.Normal);
        }
    }

    public void Deleted(T last)
    {
        foreach (var key in map(last))
        {
            wakeups.Add(key, QueueBand.Normal);
        }
    }

    public void Undecodable(UndecodableObject entity)
    {
        // Whom it concerns cannot be read either; the last readable version, whose keys are known, stays in force.
    }
}
