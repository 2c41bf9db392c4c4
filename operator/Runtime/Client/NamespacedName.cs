using k8s;
using k8s.Models;

namespace ExtensibleWebhooks.Runtime.Client;

/// <summary>The key of an object of one kind. <paramref name="Namespace"/> is empty for a cluster-scoped kind.</summary>
public readonly record struct NamespacedName(string Namespace, string Name)
{
    /// <summary>The key of an object.</summary>
    public static NamespacedName Of(IKubernetesObject<V1ObjectMeta> entity) => Of(entity.Metadata);

    /// <summary>The key in a metadata block.</summary>
    public static NamespacedName Of(V1ObjectMeta metadata) => new(metadata.NamespaceProperty ?? "", metadata.Name ?? "");

    /// <summary><c>namespace/name</c>, or the name alone.</summary>
    public override string ToString() => Namespace.Length == 0 ? Name : $"{Namespace}/{Name}";
}
