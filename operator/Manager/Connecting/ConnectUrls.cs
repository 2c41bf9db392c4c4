using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Manager.Configuration;
using ExtensibleWebhooks.Manager.Tokens;
using ExtensibleWebhooks.Runtime.Client;

namespace ExtensibleWebhooks.Manager.Connecting;

/// <summary>The links that statuses show.</summary>
internal sealed class ConnectUrls(SigningKeys keys, OAuthOptions options, TimeProvider time, ILogger<ConnectUrls> logger)
{
    /// <summary>Null: nobody has to connect it, or nobody can, since the pages are switched off.</summary>
    /// <param name="destination">With OAuth 2.0.</param>
    /// <param name="cancellationToken">Ends the reading of the key.</param>
    public async Task<string?> OfAsync(WebhookDestination destination, CancellationToken cancellationToken)
    {
        if (!options.Enabled || destination.Spec.Authentication?.OAuth2?.Flow != OAuth2Flow.AuthorizationCode)
        {
            return null;
        }

        try
        {
            var kit = await keys.GetAsync(cancellationToken);
            return kit is null ? null : ConnectPaths.ConnectOf(options, kit.Link.Make(OpenClient.KeyOf(destination), time.GetUtcNow())).AbsoluteUri;
        }
        catch (KubeApiException exception)
        {
            // What was shown may still do; the tokens must not wait for it.
            logger.ConnectUnanswered(exception.Message);
            return destination.Status?.Credentials?.ConnectUrl;
        }
    }
}
