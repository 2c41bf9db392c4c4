using System.Text.Json.Nodes;
using ExtensibleWebhooks.Crds.EventSources;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Manager.Sources;
using ExtensibleWebhooks.Runtime.Cache;
using ExtensibleWebhooks.Runtime.Client;
using k8s;
using k8s.Models;

namespace ExtensibleWebhooks.Manager.Inspection;

/// <summary>
/// Once a minute: asks each ready worker for its figures, and writes into the statuses those that changed. Beside the controllers, so that no worker that
/// answers slowly keeps a change waiting; it writes only the members of a status that they leave alone.
/// </summary>
internal sealed class FigureLoop(WorkerClient workers, WorkerRounds rounds, IListers listers, IResourceClient client, ILogger<FigureLoop> logger)
    : BackgroundService
{
    private static readonly TimeSpan Pace = TimeSpan.FromMinutes(1);

    public Task RoundAsync(CancellationToken cancellationToken) => rounds.EachAsync(listers.Of<EventSource>().List(), TellAsync, cancellationToken);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => rounds.RepeatAsync(Pace, RoundAsync, stoppingToken);

    private async Task TellAsync(EventSource source, byte[] token, CancellationToken cancellationToken)
    {
        var key = NamespacedName.Of(source);
        if (await workers.TryReadAsync(source, token, cancellationToken) is not { } figures)
        {
            logger.FiguresMissing(key.ToString());
            return;
        }

        try
        {
            await WriteAsync(source, FigurePatches.Of(source, figures.Events), cancellationToken);
            var byName = listers.Of<WebhookDestination>().ByIndex(Indexes.BySource, key.ToString()).ToDictionary(destination => destination.Metadata.Name);
            foreach (var of in figures.Destinations.Where(of => byName.ContainsKey(of.Name)))
            {
                await WriteAsync(byName[of.Name], FigurePatches.Of(byName[of.Name], of), cancellationToken);
            }
        }
        catch (Exception exception) when (exception is KubeApiException or WriteFencedException)
        {
            // The next round tells them again.
            logger.FiguresNotWritten(key.ToString(), exception.Message);
        }
    }

    private async Task WriteAsync<T>(T entity, JsonObject? patch, CancellationToken cancellationToken)
        where T : IKubernetesObject<V1ObjectMeta>
    {
        if (patch is not null)
        {
            await client.MergeStatusAsync<JsonObject>(ApiResource.Of<T>(), entity.Metadata.NamespaceProperty, entity.Metadata.Name, patch, cancellationToken);
        }
    }
}
