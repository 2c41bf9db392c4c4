using System.Text.Json.Serialization;
using ExtensibleWebhooks.Crds.Schema;
using k8s;
using k8s.Models;

namespace ExtensibleWebhooks.Crds.WebhookDestinations;

/// <summary>Where webhooks go, and who we are there: authentication, retries and limits that all its mappings share.</summary>
[KubernetesEntity(Group = ApiGroup.Name, ApiVersion = ApiGroup.Version, Kind = KubeKind, PluralName = KubePlural)]
[ShortName("whd")]
[ObjectName(63, ObjectNameAttribute.Label, ObjectNameAttribute.LabelSays)]
[PrinterColumn("Ready", "string", ".status.conditions[?(@.type==\"Ready\")].status")]
[PrinterColumn("Reason", "string", ".status.conditions[?(@.type==\"Ready\")].reason", 1)]
[PrinterColumn("Enabled", "boolean", ".spec.enabled")]
[PrinterColumn("Source", "string", ".spec.sourceRef.name")]
[PrinterColumn("Mappings", "integer", ".status.mappings.enabled")]
[PrinterColumn("Age", "date", ".metadata.creationTimestamp")]
public sealed class WebhookDestination : IKubernetesObject<V1ObjectMeta>, ISpec<WebhookDestinationSpec>
{
    public const string KubeKind = "WebhookDestination";
    public const string KubePlural = "webhookdestinations";

    /// <summary>Always webhooks.extensible.dev/v1alpha1.</summary>
    public string ApiVersion { get; set; } = ApiGroup.ApiVersion;

    /// <summary>The kind of this object.</summary>
    public string Kind { get; set; } = KubeKind;

    /// <summary>Name, namespace, labels and annotations.</summary>
    public V1ObjectMeta Metadata { get; set; } = new();

    /// <summary>What the user wants.</summary>
    public required WebhookDestinationSpec Spec { get; set; }

    /// <summary>What the operator found; null until it has looked once.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public WebhookDestinationStatus? Status { get; set; }
}
