using System.Text.Json.Nodes;
using ExtensibleWebhooks.Runtime.Client;

namespace ExtensibleWebhooks.Operator.Tests.Runtime.Controllers;

/// <summary>For what must not talk to the API server, but for the calls that one derived from it answers.</summary>
internal class NoClient : IResourceClient
{
    public virtual Task<T?> GetAsync<T>(ApiResource resource, string? @namespace, string name, CancellationToken cancellationToken)
        where T : class => throw Unexpected();

    public virtual Task<IReadOnlyList<T>> ListAsync<T>(ApiResource resource, string? @namespace, string? labelSelector, CancellationToken cancellationToken)
        where T : class => throw Unexpected();

    public virtual Task<T> CreateAsync<T>(ApiResource resource, JsonObject document, CancellationToken cancellationToken)
        where T : class => throw Unexpected();

    public virtual Task<T> ApplyAsync<T>(ApiResource resource, JsonObject document, CancellationToken cancellationToken)
        where T : class => throw Unexpected();

    public virtual Task<T> PatchAsync<T>(ApiResource resource, string? @namespace, string name, JsonPatch patch, CancellationToken cancellationToken)
        where T : class => throw Unexpected();

    public virtual Task<T> MergeAsync<T>(ApiResource resource, string? @namespace, string name, JsonObject patch, CancellationToken cancellationToken)
        where T : class => throw Unexpected();

    public virtual Task<T> MergeStatusAsync<T>(ApiResource resource, string? @namespace, string name, JsonObject patch, CancellationToken cancellationToken)
        where T : class => throw Unexpected();

    public virtual Task<bool> DeleteAsync(ApiResource resource, string? @namespace, string name, string? uid, CancellationToken cancellationToken) => throw Unexpected();

    private static InvalidOperationException Unexpected() => new("A call to the API server that nothing here should make");
}
