using System.Collections.Frozen;
using System.Text.Json;
using ExtensibleWebhooks.Manager.Desired;
using ExtensibleWebhooks.Runtime.Cache;
using ExtensibleWebhooks.Runtime.Client;
using k8s;
using k8s.Models;

namespace ExtensibleWebhooks.Manager.Applying;

/// <summary>The operator's own objects as the caches have them. Of Secrets the caches have the metadata only.</summary>
internal sealed class LiveObjects(IListers listers)
{
    private readonly FrozenDictionary<ApiResource, Func<NamespacedName, IKubernetesObject<V1ObjectMeta>?>> _byResource =
        new Dictionary<ApiResource, Func<NamespacedName, IKubernetesObject<V1ObjectMeta>?>>
        {
            [Resources.StatefulSets] = listers.Of<V1StatefulSet>().Get,
            [Resources.Services] = listers.Of<V1Service>().Get,
            [Resources.NetworkPolicies] = listers.Of<V1NetworkPolicy>().Get,
            [Resources.PodDisruptionBudgets] = listers.Of<V1PodDisruptionBudget>().Get,
            [Resources.OldPodDisruptionBudgets] = listers.Of<OldPodDisruptionBudget>().Get,
            [Resources.PodMonitors] = listers.Of<PodMonitor>().Get,
            [Resources.Secrets] = listers.Of<MetadataOf<V1Secret>>().Get,
        }.ToFrozenDictionary();

    public IKubernetesObject<V1ObjectMeta>? Get(ApiResource resource, NamespacedName key) => _byResource[resource](key);

    public static JsonElement ToJson(IKubernetesObject<V1ObjectMeta> entity) => JsonSerializer.SerializeToElement(entity, entity.GetType(), RuntimeJson.Options);
}
