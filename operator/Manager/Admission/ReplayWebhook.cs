using System.Runtime.CompilerServices;
using System.Text.Json;
using ExtensibleWebhooks.Crds;
using ExtensibleWebhooks.Crds.Conditions;
using ExtensibleWebhooks.Crds.Validation;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Crds.WebhookReplays;
using ExtensibleWebhooks.Engine.Checks;
using ExtensibleWebhooks.Manager.Configuration;
using ExtensibleWebhooks.Runtime.Client;

namespace ExtensibleWebhooks.Manager.Admission;

/// <summary>WebhookReplays: their trigger is compiled, and their spec stays as it was made.</summary>
internal sealed class ReplayWebhook(ManagerOptions options, ReferenceLookup references) : SpecWebhook<WebhookReplay>(options)
{
    protected override Findings Check(WebhookReplay entity) => SpecCheck.Of(entity);

    protected override Findings CheckChange(WebhookReplay before, WebhookReplay after) => TextOf(before.Spec) == TextOf(after.Spec)
        ? Findings.None
        : Findings.Of(Reason.ImmutableField, [new Diagnostic("spec", WebhookReplaySpec.CannotChange)]);

    protected override async IAsyncEnumerable<string> WarnAsync(WebhookReplay entity, bool isNew, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var destination = new NamespacedName(entity.Metadata.NamespaceProperty, entity.Spec.DestinationRef.Name);
        if (!await references.ExistsAsync<WebhookDestination>(destination, cancellationToken))
        {
            yield return $"spec.destinationRef: there is no WebhookDestination \"{destination.Name}\" in this namespace yet: the replay waits for it";
        }
    }

    private static string TextOf(WebhookReplaySpec spec) => JsonSerializer.Serialize(spec, Json.Options);
}
