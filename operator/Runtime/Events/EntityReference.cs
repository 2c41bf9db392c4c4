using k8s;
using k8s.Models;

namespace ExtensibleWebhooks.Runtime.Events;

/// <summary>An object that an event speaks of and that is not at hand itself: its kind and metadata only.</summary>
internal sealed class EntityReference : IKubernetesObject<V1ObjectMeta>
{
    public required string ApiVersion { get; set; }

    public required string Kind { get; set; }

    public required V1ObjectMeta Metadata { get; set; }
}
