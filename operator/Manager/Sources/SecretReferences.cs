using ExtensibleWebhooks.Crds.EventSources;
using ExtensibleWebhooks.Crds.References;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Crds.WorkerConfigs;

namespace ExtensibleWebhooks.Manager.Sources;

/// <summary>A place in a spec that names a key of a Secret, or of a ConfigMap.</summary>
/// <param name="Path">Such as <c>spec.authentication.bearer.tokenSecretRef</c>.</param>
/// <param name="Ref">With an empty key: all of it.</param>
/// <param name="Kind">Secret or ConfigMap.</param>
internal sealed record SecretReference(string Path, SecretKeyRef Ref, string Kind = "Secret");

/// <summary>Which Secrets an object refers to.</summary>
internal static class SecretReferences
{
    /// <summary>The write key's, be it the user's or the generated one.</summary>
    public static SecretReference Of(EventSource source) => new(WorkerConfigBuilder.WriteKeyPath, WorkerConfigBuilder.WriteKeyRef(source));

    /// <summary>Those that somebody has to create.</summary>
    public static IEnumerable<SecretReference> Of(WebhookDestination destination)
    {
        foreach (var file in DestinationCredentials.Of(destination).Where(file => !IsToken(file)))
        {
            yield return new SecretReference(file.Path, file.From);
        }

        foreach (var (path, from) in OAuthClientSecrets.Of(destination))
        {
            yield return new SecretReference(path, from);
        }

        if (destination.Spec.InsertFunction?.SecretSettingsRef is { } settings)
        {
            yield return new SecretReference("spec.insertFunction.secretSettingsRef", new SecretKeyRef { Name = settings.Name, Key = "" });
        }
    }

    /// <summary>Names of those whose content reaches a worker: not the OAuth 2.0 client's, but that of its tokens, which the operator creates.</summary>
    public static IEnumerable<string> NamesForWorkers(WebhookDestination destination) =>
        DestinationCredentials.Of(destination).Select(file => file.From.Name).Concat(destination.Spec.InsertFunction?.SecretSettingsRef is { } settings ? [settings.Name] : []);

    /// <summary>Names of all that the destination depends on.</summary>
    public static IEnumerable<string> AllNames(WebhookDestination destination) =>
        Of(destination).Select(reference => reference.Ref.Name).Concat(NamesForWorkers(destination)).Distinct();

    /// <summary>The ConfigMap with a destination's function; none where the spec has the source itself, or no function.</summary>
    public static IEnumerable<SecretReference> ConfigMapsOf(WebhookDestination destination)
    {
        if (destination.Spec.InsertFunction?.ConfigMapKeyRef is { } function)
        {
            yield return new SecretReference("spec.insertFunction.configMapKeyRef", new SecretKeyRef { Name = function.Name, Key = function.Key }, "ConfigMap");
        }
    }

    /// <summary>Of OAuth 2.0: whether it is there is told by CredentialsReady.</summary>
    private static bool IsToken(CredentialFile file) => file.Path == OAuthSecret.Path;
}
