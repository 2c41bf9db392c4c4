using System.Runtime.CompilerServices;
using ExtensibleWebhooks.Crds.Conditions;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Crds.WebhookMappings;
using ExtensibleWebhooks.Engine.Checks;
using ExtensibleWebhooks.Manager.Configuration;
using ExtensibleWebhooks.Manager.Sources;

namespace ExtensibleWebhooks.Manager.Admission;

/// <summary>WebhookMappings: their trigger and directives are compiled; beside a destination that is not known yet, only the condition says more.</summary>
internal sealed class MappingWebhook(ManagerOptions options, ReferenceLookup references) : SpecWebhook<WebhookMapping>(options)
{
    protected override Findings Check(WebhookMapping entity) =>
        SpecCheck.Of(entity) is { IsValid: false } findings ? findings
        : references.Find<WebhookDestination>(Indexes.DestinationOf(entity)) is { } destination ? Findings.Of(Reason.InvalidMapping, CredentialHeaders.Check(entity, destination))
        : Findings.None;

    protected override async IAsyncEnumerable<string> WarnAsync(WebhookMapping entity, bool isNew, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var destination = Indexes.DestinationOf(entity);
        if (!await references.ExistsAsync<WebhookDestination>(destination, cancellationToken))
        {
            yield return $"spec.destinationRef: there is no WebhookDestination \"{destination.Name}\" in this namespace yet";
        }

        if (isNew && !entity.Spec.Enabled)
        {
            yield return "spec.enabled is false: nothing is sent until it is true";
        }
    }
}
