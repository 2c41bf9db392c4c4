using System.Collections.Concurrent;
using System.Reflection;
using k8s.Models;

namespace ExtensibleWebhooks.Runtime.Client;

/// <summary>One kind as the API server serves it: what its URLs and its documents are called.</summary>
/// <param name="Group">The API group; empty for the core group.</param>
/// <param name="Version">As in <c>v1</c>.</param>
/// <param name="Plural">The URL segment, as in <c>statefulsets</c>.</param>
/// <param name="Kind">As in <c>StatefulSet</c>.</param>
public sealed record ApiResource(string Group, string Version, string Plural, string Kind)
{
    private static readonly ConcurrentDictionary<Type, ApiResource> Known = new();

    /// <summary>What a document of this kind carries as <c>apiVersion</c>.</summary>
    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>Read from <see cref="KubernetesEntityAttribute"/>; for <see cref="MetadataOf{T}"/> it is the kind whose metadata it is.</summary>
    /// <exception cref="ArgumentException">The type carries no such attribute.</exception>
    public static ApiResource Of<T>() => Of(typeof(T));

    /// <inheritdoc cref="Of{T}"/>
    public static ApiResource Of(Type type) => Known.GetOrAdd(type, Read);

    /// <summary>The path of a collection or, with a name, of one object (and of its subresource), without a leading slash.</summary>
    /// <param name="namespace">Null for a cluster-scoped kind, or for all namespaces.</param>
    public string PathOf(string? @namespace, string? name = null, string? subresource = null)
    {
        var root = Group.Length == 0 ? $"api/{Version}" : $"apis/{Group}/{Version}";
        var scope = @namespace is null ? "" : $"/namespaces/{Uri.EscapeDataString(@namespace)}";
        var item = name is null ? "" : $"/{Uri.EscapeDataString(name)}";
        return $"{root}{scope}/{Plural}{item}{(subresource is null ? "" : $"/{subresource}")}";
    }

    /// <summary>As kubectl names it: <c>statefulsets.apps</c>; the core group has no suffix.</summary>
    public override string ToString() => Group.Length == 0 ? Plural : $"{Plural}.{Group}";

    private static ApiResource Read(Type type)
    {
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(MetadataOf<>))
        {
            return Of(type.GetGenericArguments()[0]);
        }

        var attribute = type.GetCustomAttribute<KubernetesEntityAttribute>()
            ?? throw new ArgumentException($"{type.Name} has no [KubernetesEntity]; add one, or name the ApiResource", nameof(type));
        return new ApiResource(attribute.Group ?? "", attribute.ApiVersion, attribute.PluralName ?? "", attribute.Kind);
    }
}
