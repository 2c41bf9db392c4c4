using System.Text.Json;
using k8s;
using k8s.Models;

namespace ExtensibleWebhooks.Manager.Desired;

/// <summary>The Prometheus operator's, of which clusters may have none.</summary>
[KubernetesEntity(Group = "monitoring.coreos.com", ApiVersion = "v1", Kind = "PodMonitor", PluralName = "podmonitors")]
internal sealed class PodMonitor : IKubernetesObject<V1ObjectMeta>
{
    public string ApiVersion { get; set; } = "monitoring.coreos.com/v1";

    public string Kind { get; set; } = "PodMonitor";

    public V1ObjectMeta Metadata { get; set; } = new();

    public JsonElement? Spec { get; set; }
}
