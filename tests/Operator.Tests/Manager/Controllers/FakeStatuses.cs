using System.Text.Json.Nodes;
using ExtensibleWebhooks.Runtime.Client;

namespace ExtensibleWebhooks.Operator.Tests.Manager.Controllers;

/// <summary>The status of one object as the API server would keep it (RFC 7396), and nothing else of a cluster.</summary>
internal sealed class FakeStatuses : IResourceClient
{
    /// <summary>What is at the server.</summary>
    public JsonObject Object { get; } = [];

    /// <summary>How often it was patched.</summary>
    public int Patches { get; private set; }

    public Task<T> MergeStatusAsync<T>(ApiResource resource, string? @namespace, string name, JsonObject patch, CancellationToken cancellationToken)
        where T : class
    {
        Patches++;
        Merge(Object, patch);
        return Task.FromResult((T)(object)Object);
    }

    public Task<T?> GetAsync<T>(ApiResource resource, string? @namespace, string name, CancellationToken cancellationToken)
        where T : class => throw Unexpected();

    public Task<IReadOnlyList<T>> ListAsync<T>(ApiResource resource, string? @namespace, string? labelSelector, CancellationToken cancellationToken)
        where T : class => throw Unexpected();

    public Task<T> CreateAsync<T>(ApiResource resource, JsonObject document, CancellationToken cancellationToken)
        where T : class => throw Unexpected();

    public Task<T> ApplyAsync<T>(ApiResource resource, JsonObject document, CancellationToken cancellationToken)
        where T : class => throw Unexpected();

    public Task<T> PatchAsync<T>(ApiResource resource, string? @namespace, string name, JsonPatch patch, CancellationToken cancellationToken)
        where T : class => throw Unexpected();

    public Task<T> MergeAsync<T>(ApiResource resource, string? @namespace, string name, JsonObject patch, CancellationToken cancellationToken)
        where T : class => throw Unexpected();

    public Task<bool> DeleteAsync(ApiResource resource, string? @namespace, string name, string? uid, CancellationToken cancellationToken) => throw Unexpected();

    private static void Merge(JsonObject target, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            if (value is null)
            {
                target.Remove(name);
            }
            else if (value is not JsonObject inner)
            {
                target[name] = value.DeepClone();
            }
            else
            {
                if (target[name] is not JsonObject below)
                {
                    target[name] = below = [];
                }

                Merge(below, inner);
            }
        }
    }

    private static InvalidOperationException Unexpected() => new("Only statuses are written here");
}
