using ExtensibleWebhooks.Runtime.Client;
using k8s.Models;

namespace ExtensibleWebhooks.Manager.Desired;

/// <summary>The kinds of the objects that the operator makes.</summary>
internal static class Resources
{
    public static readonly ApiResource StatefulSets = ApiResource.Of<V1StatefulSet>();
    public static readonly ApiResource Services = ApiResource.Of<V1Service>();
    public static readonly ApiResource Secrets = ApiResource.Of<V1Secret>();
    public static readonly ApiResource Pods = ApiResource.Of<V1Pod>();
    public static readonly ApiResource NetworkPolicies = ApiResource.Of<V1NetworkPolicy>();
    public static readonly ApiResource PodDisruptionBudgets = ApiResource.Of<V1PodDisruptionBudget>();
    public static readonly ApiResource OldPodDisruptionBudgets = ApiResource.Of<OldPodDisruptionBudget>();
    public static readonly ApiResource PodMonitors = ApiResource.Of<PodMonitor>();
}
