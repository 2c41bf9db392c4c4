using System.Text.Json.Serialization;
using ExtensibleWebhooks.Crds.Schema;
using k8s;
using k8s.Models;

namespace ExtensibleWebhooks.Crds.EventSources;

/// <summary>Who sends events. Owns the worker pods that accept them, keep them in a log and deliver them to the destinations of this source.</summary>
[KubernetesEntity(Group = ApiGroup.Name, ApiVersion = ApiGroup.Version, Kind = KubeKind, PluralName = KubePlural)]
[ShortName("evs")]
[PrinterColumn("Ready", "string", ".status.conditions[?(@.type==\"Ready\")].status")]
[PrinterColumn("Reason", "string", ".status.conditions[?(@.type==\"Ready\")].reason", 1)]
[PrinterColumn("Ingest", "string", ".status.ingestUrl")]
[PrinterColumn("Workers", "integer", ".status.workers.ready")]
[PrinterColumn("Age", "date", ".metadata.creationTimestamp")]
public sealed class EventSource : IKubernetesObject<V1ObjectMeta>, ISpec<EventSourceSpec>
{
    public const string KubeKind = "EventSource";
    public const string KubePlural = "eventsources";

    public string ApiVersion { get; set; } = ApiGroup.ApiVersion;

    public string Kind { get; set; } = KubeKind;

    public V1ObjectMeta Metadata { get; set; } = new();

    /// <summary>What the user wants.</summary>
    public EventSourceSpec Spec { get; set; } = new();

    /// <summary>What the operator found; null until it has looked once.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public EventSourceStatus? Status { get; set; }
}
