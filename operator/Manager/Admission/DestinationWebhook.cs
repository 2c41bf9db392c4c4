using System.Runtime.CompilerServices;
using ExtensibleWebhooks.Crds.EventSources;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Engine.Checks;
using ExtensibleWebhooks.Manager.Configuration;
using ExtensibleWebhooks.Manager.Sources;
using ExtensibleWebhooks.Runtime.Cache;

namespace ExtensibleWebhooks.Manager.Admission;

/// <summary>WebhookDestinations.</summary>
internal sealed class DestinationWebhook(ManagerOptions options, ReferenceLookup references, ILister<EventSource> sources) : SpecWebhook<WebhookDestination>(options)
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

        foreach (var warning in OAuthCheck.Warnings(entity))
        {
            yield return warning;
        }

        if (isNew && !entity.Spec.Enabled)
        {
            yield return "spec.enabled is false: nothing is sent until it is true";
        }
    }
}
