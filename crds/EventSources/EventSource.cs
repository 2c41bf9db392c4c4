using System.Text.Json.Serialization;
using ExtensibleWebhooks.Crds.Schema;
using k8s;
using k8s.Models;

namespace ExtensibleWebhooks.Crds.EventSources;

/// <summary>Who sends events. Owns the worker pods that accept them, keep them in a log and deliver them to the destinations of this source.</summary>
[KubernetesEntity(Group = ApiGroup.Name, ApiVersion = ApiGroup.Version, Kind = KubeKind, PluralName = KubePlural)]
[ShortName("evs")]
[ObjectName(40, ObjectNameAttribute.ServiceName, ObjectNameAttribute.ServiceNameSays)]
[PrinterColumn("Ready", "string", ".status.conditions[?(@.type==\"Ready\")].status")]
[PrinterColumn("Reason", "string", ".status.conditions[?(@.type==\"Ready\")].reason", 1)]
[PrinterColumn("Ingest", "string", ".status.ingestUrl")]
[PrinterColumn("Workers", "integer", ".status.workers.ready")]
[PrinterColumn("Age", "date", ".metadata.creationTimestamp")]
public sealed class EventSource : IKubernetesObject<V1ObjectMeta>, ISpec<EventSourceSpec>
{
    public const string KubeKind = "EventSource";
    public const string KubePlural = "eventsources";

    /// <summary>Always webhooks.extensible.dev/v1alpha1.</summary>
    public string ApiVersion { get; set; } = ApiGroup.ApiVersion;

    /// <summary>The kind of this object.</summary>
    public string Kind { get; set; } = KubeKind;

    /// <summary>Name, namespace, labels and annotations.</summary>
    public V1ObjectMeta Metadata { get; set; } = new();

    /// <summary>What the user wants.</summary>
    [Default("{}")]
    public EventSourceSpec Spec { get; set; } = new();

    /// <summary>What the operator found; null until it has looked once.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public EventSourceStatus? Status { get; set; }
}
