using ExtensibleWebhooks.Crds.EventSources;
using ExtensibleWebhooks.Crds.References;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Crds.WorkerConfigs;

namespace ExtensibleWebhooks.Manager.Sources;

/// <summary>A place in a spec that names a key of a Secret.</summary>
/// <param name="Path">Such as <c>spec.authentication.bearer.tokenSecretRef</c>.</param>
internal sealed record SecretReference(string Path, SecretKeyRef Ref);

/// <summary>Which Secrets an object refers to.</summary>
internal static class SecretReferences
{
    /// <summary>The write key's, be it the user's or the generated one.</summary>
    public static SecretReference Of(EventSource source) => new("spec.writeKeySecretRef", WorkerConfigBuilder.WriteKeyRef(source));

    /// <summary>Those of the blocks that this version acts on.</summary>
    public static IEnumerable<SecretReference> Of(WebhookDestination destination)
    {
        if (destination.Spec.Authentication is { Type: AuthenticationType.Bearer, Bearer: { } bearer })
        {
            yield return new SecretReference("spec.authentication.bearer.tokenSecretRef", bearer.TokenSecretRef);
        }
    }
}
