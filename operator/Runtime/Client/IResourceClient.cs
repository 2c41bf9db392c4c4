using System.Text.Json.Nodes;

namespace ExtensibleWebhooks.Runtime.Client;

/// <summary>
/// The API server by kind and name. Reads are live (the caches are <c>ILister</c>s); writes never send back a typed object that was read, which would erase
/// the fields that our types do not know. All throw <see cref="KubeApiException"/>; writes throw <see cref="WriteFencedException"/> when leadership is gone.
/// </summary>
/// <remarks>Any <c>T</c> that the JSON options can read will do: a model class, one's own record, or <see cref="JsonObject"/>. A <c>namespace</c> of null means a
/// cluster-scoped kind, or, when listing, all namespaces.</remarks>
public interface IResourceClient
{
    /// <summary>The object, or null if it (or its kind) is not there.</summary>
    Task<T?> GetAsync<T>(ApiResource resource, string? @namespace, string name, CancellationToken cancellationToken)
        where T : class;

    /// <summary>All objects, through as many pages as it takes.</summary>
    /// <param name="labelSelector">As in <c>app=web,tier!=db</c>; null for all.</param>
    Task<IReadOnlyList<T>> ListAsync<T>(ApiResource resource, string? @namespace, string? labelSelector, CancellationToken cancellationToken)
        where T : class;

    /// <summary>Creates from a document with <c>metadata.name</c>. A name that is taken is a conflict (409).</summary>
    Task<T> CreateAsync<T>(ApiResource resource, JsonObject document, CancellationToken cancellationToken)
        where T : class;

    /// <summary>
    /// Server-side apply under the operator's one field manager, taking fields over from others (<c>force</c>): creates or updates; fields that we applied before and
    /// leave out now are removed. The document needs <c>metadata.name</c> (and <c>namespace</c>); apiVersion and kind are filled in.
    /// </summary>
    Task<T> ApplyAsync<T>(ApiResource resource, JsonObject document, CancellationToken cancellationToken)
        where T : class;

    /// <summary>A JSON patch. A <c>test</c> that fails is 422.</summary>
    Task<T> PatchAsync<T>(ApiResource resource, string? @namespace, string name, JsonPatch patch, CancellationToken cancellationToken)
        where T : class;

    /// <summary>A JSON merge patch; with <c>metadata.resourceVersion</c> in it, it is a conflict (409) if the object changed since.</summary>
    Task<T> MergeAsync<T>(ApiResource resource, string? @namespace, string name, JsonObject patch, CancellationToken cancellationToken)
        where T : class;

    /// <summary>A JSON merge patch of the status subresource; <see cref="StatusPatch"/> makes one.</summary>
    Task<T> MergeStatusAsync<T>(ApiResource resource, string? @namespace, string name, JsonObject patch, CancellationToken cancellationToken)
        where T : class;

    /// <summary>Deletes; what it owns goes with it, in the background.</summary>
    /// <param name="uid">Only if the object still is this one; null for whichever is there.</param>
    /// <returns>False if it was gone already.</returns>
    Task<bool> DeleteAsync(ApiResource resource, string? @namespace, string name, string? uid, CancellationToken cancellationToken);
}
