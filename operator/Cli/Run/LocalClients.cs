using System.Collections.Immutable;
using System.Text;
using ExtensibleWebhooks.Cli.Declarations;
using ExtensibleWebhooks.Cli.Tokens;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Crds.WorkerConfigs;
using ExtensibleWebhooks.Credentials.Clients;
using ExtensibleWebhooks.Credentials.Tokens;
using ExtensibleWebhooks.Worker.Configuration;
using ExtensibleWebhooks.Worker.Lanes;

namespace ExtensibleWebhooks.Cli.Run;

/// <summary>The OAuth 2.0 clients of the manifests, with the Secrets that the manifests have.</summary>
internal static class LocalClients
{
    /// <summary>Those that can ask for tokens; what is missing becomes a problem of its destination.</summary>
    /// <param name="config">What the worker is told.</param>
    /// <param name="files">The files that it names, without tokens.</param>
    /// <param name="destinations">Those that are enabled.</param>
    /// <param name="set">The manifests.</param>
    public static IReadOnlyList<LocalClient> Of(WorkerConfig config, IReadOnlyDictionary<string, byte[]> files, List<Declared<WebhookDestination>> destinations, ManifestSet set)
    {
        var credentials = new CredentialSet(files.ToImmutableDictionary(file => file.Key, file => Encoding.UTF8.GetString(file.Value)));
        var clients = new List<LocalClient>();
        foreach (var destination in destinations)
        {
            if (destination.Object.Spec.Authentication is not { OAuth2: { } spec })
            {
                continue;
            }

            var result = OAuthClient.Of(spec, reference => set.Secrets.Find(destination.Namespace, reference).Value is { } value ? Encoding.UTF8.GetString(value) : null);
            set.Problems.AddRange(result.Problems.Select(destination.Document.Problem));
            var told = config.Destinations.First(other => other.Name == destination.Name);
            var tls = LaneTls.Of(told.Tls, credentials, out var problem);
            if (problem is not null)
            {
                set.Problems.Add(destination.Document.Problem("spec.tls", problem));
            }

            if (result.Client is { } client && tls is not null && told.Authentication.TokenFile is { } file)
            {
                clients.Add(new LocalClient { Key = new CredentialKey(destination.Namespace, destination.Name, ""), Client = client, Tls = tls, File = file });
            }
        }

        return clients;
    }
}
