using System.Text.Json;
using System.Text.Json.Nodes;
using ExtensibleWebhooks.Crds;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Runtime.Client;

namespace ExtensibleWebhooks.Manager.Statuses;

/// <summary>
/// Writes the one member of a destination's status that the source's look leaves alone, where it differs from what the server has: the cache may not have heard yet of our
/// own last write, and nothing would wake the controller when it does.
/// </summary>
internal sealed class CredentialsStatusWriter(IResourceClient client)
{
    /// <summary>So often may somebody else write in between before it is left to the queue.</summary>
    private const int MaxTries = 4;

    /// <param name="destination">What was looked at. One that is gone or has another spec by now is left to the next look.</param>
    /// <param name="credentials">Null: none.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="KubeApiException">The server refused, or others keep writing (409).</exception>
    public async Task WriteAsync(WebhookDestination destination, CredentialsStatus? credentials, CancellationToken cancellationToken)
    {
        // Here the cache is enough: all that was said of an earlier spec was written before this one.
        if (destination.Spec.Authentication?.OAuth2 is null && destination.Status?.Credentials is null && credentials is null)
        {
            return;
        }

        for (var count = 1; !await TryWriteAsync(destination, credentials, isLast: count == MaxTries, cancellationToken); count++)
        {
        }
    }

    /// <returns>False: somebody wrote between the read and the write.</returns>
    private async Task<bool> TryWriteAsync(WebhookDestination destination, CredentialsStatus? credentials, bool isLast, CancellationToken cancellationToken)
    {
        var (@namespace, name) = (destination.Metadata.NamespaceProperty, destination.Metadata.Name);
        var live = await client.GetAsync<WebhookDestination>(@namespace, name, cancellationToken);
        if (live is null || live.Metadata.Uid != destination.Metadata.Uid || live.Metadata.Generation != destination.Metadata.Generation
            || StatusPatch.Between(Member(live.Status?.Credentials), Member(credentials)) is not { } patch)
        {
            return true;
        }

        patch["metadata"] = new JsonObject { ["resourceVersion"] = live.Metadata.ResourceVersion };
        try
        {
            await client.MergeStatusAsync<JsonObject>(ApiResource.Of<WebhookDestination>(), @namespace, name, patch, cancellationToken);
            return true;
        }
        catch (KubeApiException exception) when (exception.Error.IsNotFound)
        {
            // Deleted meanwhile.
            return true;
        }
        catch (KubeApiException exception) when (exception.Error.IsConflict && !isLast)
        {
            return false;
        }
    }

    private static JsonObject Member(CredentialsStatus? credentials) =>
        credentials is null ? [] : new JsonObject { ["credentials"] = JsonSerializer.SerializeToNode(credentials, Json.Options) };
}
