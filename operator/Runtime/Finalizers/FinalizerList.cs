using System.Text.Json.Nodes;
using ExtensibleWebhooks.Runtime.Client;
using k8s;
using k8s.Models;

namespace ExtensibleWebhooks.Runtime.Finalizers;

/// <summary>Puts a finalizer on and takes it off, by a JSON patch that holds only for the list as it was read: a list that changed meanwhile is never overwritten, but a conflict (409).</summary>
internal static class FinalizerList
{
    private const string Path = "/metadata/finalizers";

    /// <summary>Anywhere in the list, since others put theirs beside ours.</summary>
    public static bool Has(V1ObjectMeta metadata, string finalizer) => metadata.Finalizers?.Contains(finalizer) == true;

    /// <summary>Puts it at the end of the list.</summary>
    /// <returns>The object with it on.</returns>
    public static Task<T> AttachAsync<T>(IResourceClient client, T entity, string finalizer, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        var metadata = entity.Metadata;
        var patch = new JsonPatch().Test("/metadata/uid", metadata.Uid);

        // Whether a test of a missing member against null holds differs between servers; the version says the same, more strictly.
        patch = metadata.Finalizers is { Count: > 0 } present
            ? patch.Test(Path, ListOf(present)).Add($"{Path}/-", finalizer)
            : patch.Test("/metadata/resourceVersion", metadata.ResourceVersion).Add(Path, new JsonArray(finalizer));
        return PatchAsync(client, entity, patch, cancellationToken);
    }

    /// <summary>Takes it off.</summary>
    /// <returns>The object without it; null if the object is gone already.</returns>
    public static async Task<T?> DetachAsync<T>(IResourceClient client, T entity, string finalizer, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        if (entity.Metadata.Finalizers?.IndexOf(finalizer) is not ({ } index and >= 0))
        {
            return entity;
        }

        var patch = new JsonPatch()
            .Test("/metadata/uid", entity.Metadata.Uid)
            .Test(Path, ListOf(entity.Metadata.Finalizers))
            .Remove($"{Path}/{index}");
        try
        {
            return await PatchAsync(client, entity, patch, cancellationToken);
        }
        catch (KubeApiException exception) when (exception.Error.IsNotFound)
        {
            return null;
        }
    }

    private static async Task<T> PatchAsync<T>(IResourceClient client, T entity, JsonPatch patch, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        var key = NamespacedName.Of(entity);
        try
        {
            return await client.PatchAsync<T>(ApiResource.Of<T>(), key.Namespace.Length == 0 ? null : key.Namespace, key.Name, patch, cancellationToken);
        }
        catch (KubeApiException exception) when (exception.Error.Code == 422)
        {
            // A test that does not hold: somebody wrote since the object was read, which is a conflict by another number.
            throw new KubeApiException(exception.Error with { Code = 409, Reason = "Conflict" });
        }
    }

    private static JsonArray ListOf(IEnumerable<string> finalizers) => [.. finalizers.Select(finalizer => (JsonNode)finalizer)];
}
