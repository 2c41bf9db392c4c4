using System.Text.Json;
using System.Text.Json.Nodes;
using k8s;
using k8s.Models;

namespace ExtensibleWebhooks.Runtime.Client;

/// <summary>The same calls for types that name their kind themselves (<see cref="ApiResource.Of{T}"/>).</summary>
public static class ResourceClientExtensions
{
    /// <inheritdoc cref="IResourceClient.GetAsync{T}"/>
    public static Task<T?> GetAsync<T>(this IResourceClient client, string? @namespace, string name, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        client.GetAsync<T>(ApiResource.Of<T>(), @namespace, name, cancellationToken);

    /// <inheritdoc cref="IResourceClient.ListAsync{T}"/>
    public static Task<IReadOnlyList<T>> ListAsync<T>(this IResourceClient client, string? @namespace, string? labelSelector, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        client.ListAsync<T>(ApiResource.Of<T>(), @namespace, labelSelector, cancellationToken);

    /// <summary>
    /// Server-side apply of a typed object: give only the fields that are ours. Never an object that was read. What a model class cannot leave out
    /// (numbers and lists that are not nullable) is better built as a <see cref="JsonObject"/>.
    /// </summary>
    public static Task<T> ApplyAsync<T>(this IResourceClient client, T desired, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        client.ApplyAsync<T>(ApiResource.Of<T>(), JsonOf(desired), cancellationToken);

    /// <summary>
    /// Writes the status if it differs in more than transition times (<see cref="StatusPatch"/>); otherwise sends nothing. A status is computed from what was
    /// read, so it is a conflict (409) if the object changed since: a cache that is behind our own last write must not make us write it again.
    /// </summary>
    /// <param name="entity">As read: its metadata names the object and its version.</param>
    /// <param name="current">Its status as read; null if there is none yet.</param>
    /// <param name="desired">The whole new status.</param>
    /// <returns>Whether it was written.</returns>
    public static async Task<bool> PatchStatusAsync<T>(
        this IResourceClient client, T entity, object? current, object desired, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        var patch = StatusPatch.Between(current is null ? null : JsonOf(current), JsonOf(desired));
        if (patch is null)
        {
            return false;
        }

        var key = NamespacedName.Of(entity);
        if (entity.Metadata.ResourceVersion is { Length: > 0 } version)
        {
            patch["metadata"] = new JsonObject { ["resourceVersion"] = version };
        }

        await client.MergeStatusAsync<JsonObject>(
            ApiResource.Of<T>(), key.Namespace.Length == 0 ? null : key.Namespace, key.Name, patch, cancellationToken);
        return true;
    }

    /// <inheritdoc cref="IResourceClient.DeleteAsync"/>
    public static Task<bool> DeleteAsync<T>(this IResourceClient client, string? @namespace, string name, string? uid, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        client.DeleteAsync(ApiResource.Of<T>(), @namespace, name, uid, cancellationToken);

    private static JsonObject JsonOf(object value) =>
        value as JsonObject ?? JsonSerializer.SerializeToNode(value, value.GetType(), RuntimeJson.Options) as JsonObject
        ?? throw new ArgumentException($"{value.GetType().Name} is not written as a JSON object", nameof(value));
}
