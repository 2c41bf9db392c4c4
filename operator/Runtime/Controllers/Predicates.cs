using ExtensibleWebhooks.Runtime.Client;
using k8s;
using k8s.Models;

namespace ExtensibleWebhooks.Runtime.Controllers;

/// <summary>Which updates matter. What is created or deleted always does.</summary>
public static class Predicates
{
    /// <summary>
    /// The user's part changed: generation, labels, annotations, finalizers or deletion. Status writes, our own above all, do not count. A kind without
    /// generations (Secret, ConfigMap, metadata of them) counts whenever its resource version changed.
    /// </summary>
    public static bool SpecOrMetadataChanged<T>(T before, T after)
        where T : IKubernetesObject<V1ObjectMeta>
    {
        var (old, now) = (before.Metadata, after.Metadata);
        if ((now.Generation ?? 0) == 0)
        {
            return AnyChange(before, after);
        }

        return old.Generation != now.Generation
            || old.DeletionTimestamp != now.DeletionTimestamp
            || !Same(old.Labels, now.Labels)
            || !Same(old.Annotations, now.Annotations)
            || !(old.Finalizers ?? []).SequenceEqual(now.Finalizers ?? []);
    }

    /// <summary>Anything, the status included: what an owner wants to know of what it owns.</summary>
    public static bool AnyChange<T>(T before, T after)
        where T : IKubernetesObject<V1ObjectMeta> => before.Metadata.ResourceVersion != after.Metadata.ResourceVersion;

    /// <summary>The keys of the controller that owns an object, if that is of the kind given: by API group and kind, whatever the version.</summary>
    internal static IEnumerable<NamespacedName> OwnerOf<T>(T entity, ApiResource ownerKind)
        where T : IKubernetesObject<V1ObjectMeta>
    {
        var owner = entity.Metadata.OwnerReferences?.FirstOrDefault(reference => reference.Controller == true);
        if (owner is not null && owner.Kind == ownerKind.Kind && GroupOf(owner.ApiVersion) == ownerKind.Group)
        {
            yield return new NamespacedName(entity.Metadata.NamespaceProperty ?? "", owner.Name);
        }
    }

    private static string GroupOf(string apiVersion) => apiVersion.Split('/') is [var group, _] ? group : "";

    private static bool Same(IDictionary<string, string>? left, IDictionary<string, string>? right)
    {
        var (a, b) = (left ?? new Dictionary<string, string>(), right ?? new Dictionary<string, string>());
        return a.Count == b.Count && a.All(entry => b.TryGetValue(entry.Key, out var value) && value == entry.Value);
    }
}
