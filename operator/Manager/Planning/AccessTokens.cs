using System.Text;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Crds.WorkerConfigs;
using ExtensibleWebhooks.Credentials.Clients;
using ExtensibleWebhooks.Manager.Sources;
using ExtensibleWebhooks.Manager.Tokens;

namespace ExtensibleWebhooks.Manager.Planning;

/// <summary>
/// Which access tokens go to a worker: those that were granted to the client of the spec, in a Secret of this very destination. A former client's are for a former
/// receiver, who may be another than the one that the same change of the spec brought.
/// </summary>
internal static class AccessTokens
{
    /// <param name="file">Of an access token.</param>
    /// <param name="inputs">The destinations and the Secrets.</param>
    public static bool MayGo(CredentialFile file, SourceInputs inputs) =>
        inputs.Branches.Any(branch => OAuthSecret.NameOf(branch.Destination) == file.From.Name && IsTheirs(branch.Destination, inputs.Secrets));

    private static bool IsTheirs(WebhookDestination destination, IReadOnlyDictionary<string, SecretSnapshot> secrets)
    {
        string? Text(string name, string key) => secrets.GetValueOrDefault(name)?[key] is { } value ? Encoding.UTF8.GetString(value) : null;

        var name = OAuthSecret.NameOf(destination);
        return destination.Spec.Authentication?.OAuth2 is { } client
            && secrets.GetValueOrDefault(name) is { } tokens
            && TokenSecret.IsOurs(destination.Metadata.Uid, tokens.Metadata)
            && OAuthClient.FingerprintOf(client, reference => Text(reference.Name, reference.Key)) is { } fingerprint
            && fingerprint == Text(name, OAuthSecret.Client);
    }
}
