using System.Runtime.CompilerServices;
using ExtensibleWebhooks.Crds.EventSources;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Crds.WebhookMappings;
using ExtensibleWebhooks.Engine.Checks;
using ExtensibleWebhooks.Manager.Configuration;
using ExtensibleWebhooks.Manager.Sources;
using ExtensibleWebhooks.Runtime.Cache;
using ExtensibleWebhooks.Runtime.Client;

namespace ExtensibleWebhooks.Manager.Admission;

/// <summary>WebhookDestinations.</summary>
internal sealed class DestinationWebhook(ManagerOptions options, ReferenceLookup references, ILister<EventSource> sources, ILister<WebhookMapping> mappings)
    : SpecWebhook<WebhookDestination>(options)
{
    protected override Findings Check(WebhookDestination entity) => SpecCheck.Of(entity);

    /// <summary>A source that does not exist is worth a word only beside others: files are often applied in the order of their names, destinations before sources.</summary>
    protected override async IAsyncEnumerable<string> WarnAsync(WebhookDestination entity, bool isNew, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var source = Indexes.SourceOf(entity);
        if (sources.List().Any(other => other.Metadata.NamespaceProperty == source.Namespace) && !await references.ExistsAsync<EventSource>(source, cancellationToken))
        {
            yield return $"spec.sourceRef: there is no EventSource \"{source.Name}\" in this namespace yet";
        }

        foreach (var mapping in mappings.ByIndex(Indexes.ByDestination, NamespacedName.Of(entity).ToString()).Where(mapping => CredentialHeaders.Check(mapping, entity).Count > 0))
        {
            yield return $"spec.authentication: WebhookMapping \"{mapping.Metadata.Name}\" has a header of its own for it, and sends nothing while both do";
        }

        foreach (var warning in OAuthCheck.Warnings(entity))
        {
            yield return warning.ToString();
        }

        if (isNew && !entity.Spec.Enabled)
        {
            yield return "spec.enabled is false: nothing is sent until it is true";
        }
    }
}
