using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Crds.WorkerConfigs;
using ExtensibleWebhooks.Credentials.Lifecycle;
using ExtensibleWebhooks.Credentials.Stores;
using ExtensibleWebhooks.Runtime.Cache;
using ExtensibleWebhooks.Runtime.Client;
using k8s.Models;

namespace ExtensibleWebhooks.Manager.Tokens;

/// <summary>What is left to do around a destination's tokens: figures, and forgetting.</summary>
internal sealed class TokenUpkeep(TokenKeeper keeper, ITokenStore store, ILister<MetadataOf<V1Secret>> secrets, TokenMetrics metrics, TimeProvider time)
{
    public DateTimeOffset Now => time.GetUtcNow();

    /// <param name="destination">With OAuth 2.0.</param>
    /// <param name="verdict">Null: it is disabled.</param>
    public void Observe(WebhookDestination destination, TokenVerdict? verdict)
    {
        if (verdict is null)
        {
            metrics.Forget(destination.Metadata.NamespaceProperty, destination.Metadata.Name);
        }
        else
        {
            metrics.Observe(OpenClient.KeyOf(destination), verdict.IsReady, verdict.Tokens?.ExpiresAt);
        }
    }

    /// <summary>The destination has no OAuth 2.0 any more: tokens that it had are nobody's.</summary>
    /// <returns>Null: they are gone. Otherwise why not: to be tried again, while the status still says that there are some.</returns>
    public async Task<string?> ForgetTokensAsync(WebhookDestination destination, CancellationToken cancellationToken)
    {
        metrics.Forget(destination.Metadata.NamespaceProperty, destination.Metadata.Name);
        var mayHaveTokens = destination.Status?.Credentials is not null
            && secrets.Get(new NamespacedName(destination.Metadata.NamespaceProperty, OAuthSecret.NameOf(destination))) is not null;
        return mayHaveTokens ? await store.DeleteAsync(OpenClient.KeyOf(destination), cancellationToken) : null;
    }

    /// <summary>The destination is gone, and its Secret with it.</summary>
    public Task ForgetAsync(WebhookDestination destination, CancellationToken cancellationToken)
    {
        metrics.Forget(destination.Metadata.NamespaceProperty, destination.Metadata.Name);
        return keeper.ForgetAsync(OpenClient.KeyOf(destination), cancellationToken);
    }
}
