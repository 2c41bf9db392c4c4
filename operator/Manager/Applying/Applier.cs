using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using ExtensibleWebhooks.Crds.EventSources;
using ExtensibleWebhooks.Manager.Desired;
using ExtensibleWebhooks.Runtime.Client;
using k8s;
using k8s.Models;

namespace ExtensibleWebhooks.Manager.Applying;

/// <summary>
/// Makes objects as they should be, by server-side apply, and sends nothing for one that is. What the API server refuses for good is an answer;
/// what it may take later is thrown.
/// </summary>
internal sealed class Applier(IResourceClient client, LiveObjects live, ILogger<Applier> logger)
{
    /// <summary>By the owner's uid: what was sent while the cache said what it still says. It spares a write while the cache lags behind, or the server rounds a value.</summary>
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<(ApiResource Resource, string Name), (string CachedVersion, string Hash)>> _sent = new();

    /// <param name="owner">The object's source.</param>
    /// <param name="desired">The object.</param>
    /// <param name="content">What the cache lacks of it (a Secret's data), in the shape of the document; null where the cache has all.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<ApplyResult> ApplyAsync(EventSource owner, DesiredObject desired, JsonElement? content, CancellationToken cancellationToken)
    {
        var cached = live.Get(desired.Resource, KeyOf(desired));
        try
        {
            var standing = cached is not null ? StandingOf(owner, desired, cached, content) : await StandingAsync(owner, desired, cancellationToken);
            if (standing != Standing.Differs)
            {
                return standing == Standing.Foreign ? Foreign(desired) : ApplyResult.Unchanged;
            }

            var written = await client.ApplyAsync<JsonObject>(desired.Resource, desired.Stamped(), cancellationToken);
            if (cached is not null)
            {
                SentOf(owner)[(desired.Resource, desired.Name)] = (cached.Metadata.ResourceVersion, desired.Hash);
            }

            logger.Applied(desired.Resource.Kind, desired.Namespace, desired.Name);
            return new ApplyResult(written, null);
        }
        catch (KubeApiException exception) when (IsForGood(exception.Error))
        {
            return Refused(desired, exception.Error);
        }
    }

    /// <summary>Creates an object that is never changed afterwards. That somebody else made it meanwhile is thrown, as a conflict: look again.</summary>
    public async Task<ApplyResult> CreateAsync(DesiredObject desired, CancellationToken cancellationToken)
    {
        try
        {
            var created = await client.CreateAsync<JsonObject>(desired.Resource, desired.Document, cancellationToken);
            logger.Applied(desired.Resource.Kind, desired.Namespace, desired.Name);
            return new ApplyResult(created, null);
        }
        catch (KubeApiException exception) when (IsForGood(exception.Error))
        {
            return Refused(desired, exception.Error);
        }
    }

    /// <summary>Deletes an object of the source's; one of somebody else's stays.</summary>
    public async Task PruneAsync(EventSource owner, ApiResource resource, string name, CancellationToken cancellationToken)
    {
        var key = new NamespacedName(owner.Metadata.NamespaceProperty, name);
        if (live.Get(resource, key) is { } cached && Ownership.IsOwnedBy(owner, cached.Metadata) && cached.Metadata.DeletionTimestamp is null)
        {
            await client.DeleteAsync(resource, key.Namespace, key.Name, cached.Metadata.Uid, cancellationToken);
            logger.Pruned(resource.Kind, key.Namespace, key.Name);
        }
    }

    /// <summary>The source is gone.</summary>
    public void Forget(EventSource owner) => _sent.TryRemove(owner.Metadata.Uid, out _);

    /// <summary>By the cache.</summary>
    private Standing StandingOf(EventSource owner, DesiredObject desired, IKubernetesObject<V1ObjectMeta> cached, JsonElement? content)
    {
        if (!Ownership.IsOf(owner, cached.Metadata))
        {
            return Standing.Foreign;
        }

        var wasSent = SentOf(owner).TryGetValue((desired.Resource, desired.Name), out var sent) && sent == (cached.Metadata.ResourceVersion, desired.Hash);
        return wasSent || IsAsDesired(desired, cached, content) ? Standing.AsDesired : Standing.Differs;
    }

    /// <summary>By the server, where the cache has nothing: it holds only what carries our labels, and may not have heard yet of what was made a moment ago.</summary>
    private async Task<Standing> StandingAsync(EventSource owner, DesiredObject desired, CancellationToken cancellationToken)
    {
        var there = await client.GetAsync<OwnedMetadata>(desired.Resource, desired.Namespace, desired.Name, cancellationToken);
        return there is null ? Standing.Differs
            : !Ownership.IsOf(owner, there.Metadata) ? Standing.Foreign
            : HashOf(there.Metadata) == desired.Hash ? Standing.AsDesired
            : Standing.Differs;
    }

    private static string? HashOf(V1ObjectMeta metadata) =>
        metadata.Annotations is { } annotations && annotations.TryGetValue(Annotations.Applied, out var hash) ? hash : null;

    private static bool IsAsDesired(DesiredObject desired, IKubernetesObject<V1ObjectMeta> cached, JsonElement? content)
    {
        if (HashOf(cached.Metadata) != desired.Hash)
        {
            return false;
        }

        var document = desired.Document.DeepClone().AsObject();

        // Items of a list carry neither.
        document.Remove("apiVersion");
        document.Remove("kind");
        if (content is null)
        {
            return !Drift.Exists(JsonSerializer.SerializeToElement(document), LiveObjects.ToJson(cached));
        }

        var metadata = new JsonObject { ["metadata"] = document["metadata"]?.DeepClone() };
        document.Remove("metadata");
        return !Drift.Exists(JsonSerializer.SerializeToElement(metadata), LiveObjects.ToJson(cached)) && !Drift.Exists(JsonSerializer.SerializeToElement(document), content.Value);
    }

    private ConcurrentDictionary<(ApiResource Resource, string Name), (string CachedVersion, string Hash)> SentOf(EventSource owner) =>
        _sent.GetOrAdd(owner.Metadata.Uid, _ => new());

    private static ApplyResult Foreign(DesiredObject desired) => ApplyResult.Refused(
        $"There is a {desired.Resource.Kind} {desired.Name} that this EventSource does not own: delete or rename it, or name the EventSource otherwise");

    private static ApplyResult Refused(DesiredObject desired, ApiError error) => IsNamespaceGoing(error)
        ? new ApplyResult(null, null, NamespaceIsGoing: true)
        : ApplyResult.Refused($"The API server refused {desired.Resource.Kind} {desired.Name}: {error}");

    /// <summary>The API server names the cause by its field; nothing else about a namespace is forbidden in this way.</summary>
    private static bool IsNamespaceGoing(ApiError error) => error.Code == 403 && error.Fields.Contains("metadata.namespace");

    /// <summary>
    /// Refusals that the same request will meet again: bad request, forbidden, kind not found, too large, invalid; and 500, which older API servers answer to
    /// a document that they cannot read.
    /// </summary>
    private static bool IsForGood(ApiError error) => error.Code is 400 or 403 or 404 or 405 or 413 or 415 or 422 or 500;

    private static NamespacedName KeyOf(DesiredObject desired) => new(desired.Namespace, desired.Name);

    /// <summary>How an object is, against how it should be.</summary>
    private enum Standing
    {
        AsDesired,
        Differs,

        /// <summary>Somebody else's.</summary>
        Foreign,
    }

    private sealed record OwnedMetadata
    {
        public V1ObjectMeta Metadata { get; init; } = new();
    }
}
