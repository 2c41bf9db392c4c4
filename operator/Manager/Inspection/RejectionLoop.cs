using ExtensibleWebhooks.Crds.EventSources;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Crds.WorkerConfigs;
using ExtensibleWebhooks.Manager.Desired;
using ExtensibleWebhooks.Manager.Sources;
using ExtensibleWebhooks.Manager.Tokens;
using ExtensibleWebhooks.Runtime.Cache;
using ExtensibleWebhooks.Runtime.Client;
using k8s.Models;

namespace ExtensibleWebhooks.Manager.Inspection;

/// <summary>
/// Every two seconds: asks the workers of sources with OAuth 2.0 destinations, and no others, which tokens their receivers refuse. A worker has no token of the API server, so
/// it cannot tell by itself; its deliveries wait meanwhile.
/// </summary>
internal sealed class RejectionLoop(WorkerClient workers, SecretReader secrets, IListers listers, RejectedTokens rejected, TimeProvider time) : BackgroundService
{
    private const int AtOnce = 8;

    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pace, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await RoundAsync(stoppingToken);
        }
    }

    private Task RoundAsync(CancellationToken cancellationToken) => Parallel.ForEachAsync(
        listers.Of<WebhookDestination>().List().Where(HasTokens).GroupBy(Indexes.SourceOf),
        new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
        async (group, stopping) => await AskAsync(group.Key, [.. group], stopping));

    private static bool HasTokens(WebhookDestination destination) =>
        destination.Spec is { Enabled: true, Authentication.OAuth2: not null } && destination.Metadata.DeletionTimestamp is null;

    /// <summary>Only the leader has read the worker's Secret, and so only the leader asks.</summary>
    private async Task AskAsync(NamespacedName key, List<WebhookDestination> destinations, CancellationToken cancellationToken)
    {
        if (listers.Of<EventSource>().Get(key) is not { } source
            || !(listers.Of<V1StatefulSet>().Get(new NamespacedName(key.Namespace, SourceNames.Of(source).Worker))?.Status?.ReadyReplicas > 0)
            || secrets.Known(key, SourceNames.Of(source).Worker)?[WorkerConfigBuilder.InspectTokenFile] is not { } token
            || await workers.TryReadAsync(source, token, cancellationToken) is not { } figures)
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
