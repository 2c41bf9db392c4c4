using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Crds.WebhookMappings;
using ExtensibleWebhooks.Runtime.Client;

namespace ExtensibleWebhooks.Manager.Sources;

/// <summary>How the caches are asked "who refers to this?". Values are <c>namespace/name</c> of what is referred to.</summary>
internal static class Indexes
{
    /// <summary>Destinations by their EventSource.</summary>
    public const string BySource = "source";

    /// <summary>EventSources, and destinations, by each Secret that they refer to.</summary>
    public const string BySecret = "secret";

    /// <summary>Destinations by the ConfigMap that they refer to.</summary>
    public const string ByConfigMap = "configmap";

    /// <summary>Mappings by their destination.</summary>
    public const string ByDestination = "destination";

    /// <summary>Pods by the StatefulSet that owns them.</summary>
    public const string ByStatefulSet = "statefulset";

    public static NamespacedName SourceOf(WebhookDestination destination) => new(destination.Metadata.NamespaceProperty, destination.Spec.SourceRef.Name);

    public static NamespacedName DestinationOf(WebhookMapping mapping) => new(mapping.Metadata.NamespaceProperty, mapping.Spec.DestinationRef.Name);
}
