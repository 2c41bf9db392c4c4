using ExtensibleWebhooks.Crds.References;
using ExtensibleWebhooks.Crds.WebhookDestinations;

namespace ExtensibleWebhooks.Crds.WorkerConfigs;

/// <summary>The Secrets that a destination's token requests need. Workers never get them.</summary>
public static class OAuthClientSecrets
{
    /// <summary>In the order of the spec, each with the field that names it; none for a destination without OAuth 2.0.</summary>
    public static IEnumerable<(string Path, SecretKeyRef From)> Of(WebhookDestination destination)
    {
        if (destination.Spec.Authentication is not { OAuth2: { } client })
        {
            yield break;
        }

        if (client.ClientIdSecretRef is { } id)
        {
            yield return ($"{OAuthSecret.Path}.clientIdSecretRef", id);
        }

        yield return ($"{OAuthSecret.Path}.clientSecretRef", client.ClientSecretRef);

        foreach (var (index, parameter) in (client.RefreshParameters ?? []).Index())
        {
            if (parameter.ValueSecretRef is { } value)
            {
                yield return ($"{OAuthSecret.Path}.refreshParameters[{index}].valueSecretRef", value);
            }
        }
    }
}
