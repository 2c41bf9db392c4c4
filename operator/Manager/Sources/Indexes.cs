using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Crds.WebhookMappings;
using ExtensibleWebhooks.Runtime.Client;

namespace ExtensibleWebhooks.Manager.Sources;

/// <summary>How the caches are asked "who refers to this?". Values are <c>namespace/name</c> of what is referred to.</summary>
internal static class Indexes
{
    /// <summary>Destinations by their EventSource; sources and destinations by each Secret; mappings by their destination; pods by their StatefulSet.</summary>
    public const string BySource = "source";
    public const string BySecret = "secret";
    public const string ByDestination = "destination";
    public const string ByStatefulSet = "statefulset";

    public static NamespacedName SourceOf(WebhookDestination destination) => new(destination.Metadata.NamespaceProperty, destination.Spec.SourceRef.Name);

    public static NamespacedName DestinationOf(WebhookMapping mapping) => new(mapping.Metadata.NamespaceProperty, mapping.Spec.DestinationRef.Name);
}
