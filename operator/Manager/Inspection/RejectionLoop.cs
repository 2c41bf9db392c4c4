using ExtensibleWebhooks.Crds.EventSources;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Manager.Sources;
using ExtensibleWebhooks.Manager.Tokens;
using ExtensibleWebhooks.Runtime.Cache;
using ExtensibleWebhooks.Runtime.Client;

namespace ExtensibleWebhooks.Manager.Inspection;

/// <summary>
/// Every two seconds: asks the workers of sources with OAuth 2.0 destinations, and no others, which tokens their receivers refuse. A worker has no token of the API server, so
/// it cannot tell by itself; its deliveries wait meanwhile.
/// </summary>
internal sealed class RejectionLoop(WorkerClient workers, WorkerRounds rounds, IListers listers, RejectedTokens rejected) : BackgroundService
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(2);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => rounds.RepeatAsync(Pace, RoundAsync, stoppingToken);

    private Task RoundAsync(CancellationToken cancellationToken)
    {
        var destinations = listers.Of<WebhookDestination>().List().Where(HasTokens).ToLookup(Indexes.SourceOf);
        return rounds.EachAsync(
            destinations.Select(ofOne => listers.Of<EventSource>().Get(ofOne.Key)).OfType<EventSource>(),
            (source, token, stopping) => AskAsync(source, token, destinations[NamespacedName.Of(source)], stopping),
            cancellationToken);
    }

    private static bool HasTokens(WebhookDestination destination) =>
        destination.Spec is { Enabled: true, Authentication.OAuth2: not null } && destination.Metadata.DeletionTimestamp is null;

    private async Task AskAsync(EventSource source, byte[] token, IEnumerable<WebhookDestination> destinations, CancellationToken cancellationToken)
    {
        if (await workers.TryReadAsync(source, token, cancellationToken) is not { } figures)
        {
            return;
        }

        foreach (var destination in destinations)
        {
            if (figures.Destinations.FirstOrDefault(of => of.Name == destination.Metadata.Name) is { } of)
            {
                rejected.Report(destination, of.RejectedToken);
            }
        }
    }
}
