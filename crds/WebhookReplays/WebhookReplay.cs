using System.Text.Json.Serialization;
using ExtensibleWebhooks.Crds.Schema;
using k8s;
using k8s.Models;

namespace ExtensibleWebhooks.Crds.WebhookReplays;

/// <summary>Sends dead letters, or a time range of the source's events, to a destination again. It runs once, like a Job, and is kept until it is deleted; deleting it ends it.</summary>
[KubernetesEntity(Group = ApiGroup.Name, ApiVersion = ApiGroup.Version, Kind = KubeKind, PluralName = KubePlural)]
[ShortName("whr")]
[ObjectName(253, SubdomainPattern, "lower-case letters, digits, '-' and '.', beginning and ending with a letter or digit")]
[PrinterColumn("Destination", "string", ".spec.destinationRef.name")]
[PrinterColumn("Phase", "string", ".status.phase")]
[PrinterColumn("Reason", "string", ".status.conditions[?(@.type==\"Ready\")].reason", 1)]
[PrinterColumn("Matched", "integer", ".status.matched")]
[PrinterColumn("Delivered", "integer", ".status.delivered")]
[PrinterColumn("Failed", "integer", ".status.failed")]
[PrinterColumn("Age", "date", ".metadata.creationTimestamp")]
public sealed class WebhookReplay : IKubernetesObject<V1ObjectMeta>, ISpec<WebhookReplaySpec>
{
    public const string KubeKind = "WebhookReplay";
    public const string KubePlural = "webhookreplays";

    private const string SubdomainPattern = @"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$";

    /// <summary>Always webhooks.extensible.dev/v1alpha1.</summary>
    public string ApiVersion { get; set; } = ApiGroup.ApiVersion;

    /// <summary>The kind of this object.</summary>
    public string Kind { get; set; } = KubeKind;

    /// <summary>Name, namespace, labels and annotations.</summary>
    public V1ObjectMeta Metadata { get; set; } = new();

    /// <summary>What the user wants. It cannot be changed: make another WebhookReplay.</summary>
    public required WebhookReplaySpec Spec { get; set; }

    /// <summary>What became of it; null until the operator has looked once.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public WebhookReplayStatus? Status { get; set; }
}
