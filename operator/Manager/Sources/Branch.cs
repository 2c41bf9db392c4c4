using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Crds.WebhookMappings;

namespace ExtensibleWebhooks.Manager.Sources;

/// <summary>A destination and all mappings that refer to it, by name.</summary>
internal sealed record Branch(WebhookDestination Destination, IReadOnlyList<WebhookMapping> Mappings);
