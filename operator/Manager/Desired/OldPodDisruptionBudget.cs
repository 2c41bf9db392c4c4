using System.Text.Json;
using k8s;
using k8s.Models;

namespace ExtensibleWebhooks.Manager.Desired;

/// <summary>policy/v1beta1, for Kubernetes below 1.21; the client library no longer has it.</summary>
[KubernetesEntity(Group = "policy", ApiVersion = "v1beta1", Kind = "PodDisruptionBudget", PluralName = "poddisruptionbudgets")]
internal sealed class OldPodDisruptionBudget : IKubernetesObject<V1ObjectMeta>
{
    public string ApiVersion { get; set; } = "policy/v1beta1";

    public string Kind { get; set; } = "PodDisruptionBudget";

    public V1ObjectMeta Metadata { get; set; } = new();

    public JsonElement? Spec { get; set; }
}
