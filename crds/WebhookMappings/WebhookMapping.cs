using System.Text.Json.Serialization;
using ExtensibleWebhooks.Crds.Schema;
using k8s;
using k8s.Models;

namespace ExtensibleWebhooks.Crds.WebhookMappings;

/// <summary>Which events become webhooks, and what the request looks like.</summary>
[KubernetesEntity(Group = ApiGroup.Name, ApiVersion = ApiGroup.Version, Kind = KubeKind, PluralName = KubePlural)]
[ShortName("whm")]
[ObjectName(63, ObjectNameAttribute.Label, ObjectNameAttribute.LabelSays)]
[PrinterColumn("Ready", "string", ".status.conditions[?(@.type==\"Ready\")].status")]
[PrinterColumn("Reason", "string", ".status.conditions[?(@.type==\"Ready\")].reason", 1)]
[PrinterColumn("Enabled", "boolean", ".spec.enabled")]
[PrinterColumn("Destination", "string", ".spec.destinationRef.name")]
[PrinterColumn("Trigger", "string", ".spec.trigger", 1)]
[PrinterColumn("Age", "date", ".metadata.creationTimestamp")]
public sealed class WebhookMapping : IKubernetesObject<V1ObjectMeta>, ISpec<WebhookMappingSpec>
{
    public const string KubeKind = "WebhookMapping";
    public const string KubePlural = "webhookmappings";

    /// <summary>Always webhooks.extensible.dev/v1alpha1.</summary>
    public string ApiVersion { get; set; } = ApiGroup.ApiVersion;

    /// <summary>The kind of this object.</summary>
    public string Kind { get; set; } = KubeKind;

    /// <summary>Name, namespace, labels and annotations.</summary>
    public V1ObjectMeta Metadata { get; set; } = new();

    /// <summary>What the user wants.</summary>
    public required WebhookMappingSpec Spec { get; set; }

    /// <summary>What the operator found; null until it has looked once.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public WebhookMappingStatus? Status { get; set; }
}
