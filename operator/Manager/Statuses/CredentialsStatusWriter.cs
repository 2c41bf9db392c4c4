using System.Text.Json;
using System.Text.Json.Nodes;
using ExtensibleWebhooks.Crds;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Runtime.Client;

namespace ExtensibleWebhooks.Manager.Statuses;

/// <summary>Writes the one member of a destination's status that the source's look leaves alone, where it differs.</summary>
internal sealed class CredentialsStatusWriter(IResourceClient client)
{
    /// <param name="destination">As in the cache.</param>
    /// <param name="credentials">Null: none.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task WriteAsync(WebhookDestination destination, CredentialsStatus? credentials, CancellationToken cancellationToken)
    {
        if (StatusPatch.Between(Member(destination.Status?.Credentials), Member(credentials)) is not { } patch)
        {
            return;
        }

        try
        {
            await client.MergeStatusAsync<JsonObject>(
                ApiResource.Of<WebhookDestination>(), destination.Metadata.NamespaceProperty, destination.Metadata.Name, patch, cancellationToken);
        }
        catch (KubeApiException exception) when (exception.Error.IsNotFound)
        {
            // Deleted meanwhile.
        }
    }

    private static JsonObject Member(CredentialsStatus? credentials) =>
        credentials is null ? [] : new JsonObject { ["credentials"] = JsonSerializer.SerializeToNode(credentials, Json.Options) };
}
