using ExtensibleWebhooks.Crds.Conditions;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Credentials.Endpoint;
using ExtensibleWebhooks.Credentials.Lifecycle;
using ExtensibleWebhooks.Runtime.Client;
using ExtensibleWebhooks.Runtime.Events;

namespace ExtensibleWebhooks.Manager.Connecting;

/// <summary>What the desk uses besides, and whom it tells: who may look at the destination sees by its events when it was connected and disconnected.</summary>
internal sealed class ConnectServices(TokenKeeper keeper, EventPublisher events, TimeProvider time, ILogger<ConnectServices> logger)
{
    public TokenKeeper Keeper => keeper;

    public TimeProvider Time => time;

    public ILogger Logger => logger;

    public Task TellConnectedAsync(WebhookDestination destination, CancellationToken cancellationToken)
    {
        logger.Connected(NamespacedName.Of(destination).ToString());
        return events(destination, nameof(Reason.TokenReady), "Somebody connected it on the connect page", EventType.Normal, cancellationToken);
    }

    /// <param name="destination">Whose tokens were given up.</param>
    /// <param name="answer">What became of them at the provider.</param>
    /// <param name="cancellationToken">Not looked at.</param>
    public Task TellDisconnectedAsync(WebhookDestination destination, RevokeAnswer answer, CancellationToken cancellationToken)
    {
        logger.Disconnected(NamespacedName.Of(destination).ToString(), answer.Sentence);
        return events(destination, nameof(Reason.ConnectRequired), $"Somebody disconnected it on the connect page. {answer.Sentence}", EventType.Normal, cancellationToken);
    }
}
