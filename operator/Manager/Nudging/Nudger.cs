using System.Text.Json.Nodes;
using ExtensibleWebhooks.Manager.Desired;
using ExtensibleWebhooks.Manager.Sources;
using ExtensibleWebhooks.Runtime.Cache;
using ExtensibleWebhooks.Runtime.Client;
using k8s.Models;

namespace ExtensibleWebhooks.Manager.Nudging;

/// <summary>
/// Has the kubelet look at a changed Secret at once instead of within a minute or two: any change of a pod makes it sync the pod, mounted Secrets included. The annotation
/// says which Secret the pod was told of, so that a pod that starts meanwhile is told too, and one that was told is left alone.
/// </summary>
internal sealed class Nudger(IResourceClient client, IListers listers, ILogger<Nudger> logger)
{
    /// <param name="statefulSet">Whose pods.</param>
    /// <param name="secretHash">Of the Secret as it is now in the cluster.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task NudgeAsync(NamespacedName statefulSet, string secretHash, CancellationToken cancellationToken)
    {
        foreach (var pod in listers.Of<MetadataOf<V1Pod>>().ByIndex(Indexes.ByStatefulSet, statefulSet.ToString()))
        {
            if (pod.Metadata.DeletionTimestamp is null && !WasTold(pod.Metadata, secretHash))
            {
                await NudgeAsync(pod.Metadata, secretHash, cancellationToken);
            }
        }
    }

    private static bool WasTold(V1ObjectMeta pod, string secretHash) =>
        pod.Annotations is { } annotations && annotations.TryGetValue(Annotations.Config, out var told) && told == secretHash;

    private async Task NudgeAsync(V1ObjectMeta pod, string secretHash, CancellationToken cancellationToken)
    {
        var patch = new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { [Annotations.Config] = secretHash } } };
        try
        {
            await client.MergeAsync<JsonObject>(Resources.Pods, pod.NamespaceProperty, pod.Name, patch, cancellationToken);
            logger.PodNudged(pod.NamespaceProperty, pod.Name);
        }
        catch (KubeApiException exception) when (exception.Error.IsNotFound)
        {
            // Gone; the one that takes its place mounts the new Secret.
        }
    }
}
