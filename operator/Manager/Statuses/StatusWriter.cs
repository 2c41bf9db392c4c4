using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using ExtensibleWebhooks.Crds;
using ExtensibleWebhooks.Crds.Conditions;
using ExtensibleWebhooks.Runtime.Client;
using ExtensibleWebhooks.Runtime.Events;
using k8s;
using k8s.Models;

namespace ExtensibleWebhooks.Manager.Statuses;

/// <summary>
/// Writes a status where it differs from the one that is there, and tells of a change of Ready as a Kubernetes event. A status that was computed from an older version of
/// the object is refused by the API server, as a conflict that the next look settles.
/// </summary>
internal sealed class StatusWriter(IResourceClient client, EventPublisher events, ILogger<StatusWriter> logger)
{
    /// <summary>By uid: what was written over which version. The cache may not have heard of it yet.</summary>
    private readonly ConcurrentDictionary<string, (string OverVersion, string Patch)> _written = new();

    /// <param name="entity">As in the cache.</param>
    /// <param name="before">The status that it has; null for none.</param>
    /// <param name="after">The status that it should have.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task WriteAsync<T>(T entity, object? before, object after, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        var (old, now) = (ToJson(before), ToJson(after) ?? []);
        if (StatusPatch.Between(old, now) is not { } patch || WasWritten(entity, patch))
        {
            return;
        }

        var text = patch.ToJsonString();
        patch["metadata"] = new JsonObject { ["resourceVersion"] = entity.Metadata.ResourceVersion };
        try
        {
            await client.MergeStatusAsync<JsonObject>(ApiResource.Of<T>(), entity.Metadata.NamespaceProperty, entity.Metadata.Name, patch, cancellationToken);
        }
        catch (KubeApiException exception) when (exception.Error.IsNotFound)
        {
            // Deleted meanwhile.
            return;
        }

        _written[entity.Metadata.Uid] = (entity.Metadata.ResourceVersion, text);
        await TellAsync(entity, ReadyOf(old), ReadyOf(now), cancellationToken);
    }

    /// <summary>The object is gone.</summary>
    public void Forget(IKubernetesObject<V1ObjectMeta> entity) => _written.TryRemove(entity.Metadata.Uid, out _);

    private bool WasWritten(IKubernetesObject<V1ObjectMeta> entity, JsonObject patch) =>
        _written.TryGetValue(entity.Metadata.Uid, out var written) && written == (entity.Metadata.ResourceVersion, patch.ToJsonString());

    private async Task TellAsync(IKubernetesObject<V1ObjectMeta> entity, Condition? before, Condition? after, CancellationToken cancellationToken)
    {
        if (after is null || (before?.Status == after.Status && before.Reason == after.Reason))
        {
            return;
        }

        logger.ReadyTurned(ApiResource.Of(entity.GetType()).Kind, entity.Metadata.NamespaceProperty, entity.Metadata.Name, after.Status.ToString(), after.Reason);

        // Pods that are starting are nobody's fault.
        var isFault = after.Status == ConditionStatus.False && after.Reason is not (nameof(Reason.WorkersNotReady) or nameof(Reason.ScaledToZero));
        var message = after.Message.Length > 0 ? after.Message : "All conditions are true";
        await events(entity, after.Reason, message, isFault ? EventType.Warning : EventType.Normal, cancellationToken);
    }

    private static Condition? ReadyOf(JsonObject? status) =>
        status?["conditions"].Deserialize<IReadOnlyList<Condition>>(Json.Options)?.FirstOrDefault(condition => condition.Type == ConditionTypes.Ready);

    private static JsonObject? ToJson(object? status) =>
        status is null ? null : JsonSerializer.SerializeToNode(status, status.GetType(), Json.Options) as JsonObject;
}
