using ExtensibleWebhooks.Crds.EventSources;
using ExtensibleWebhooks.Crds.WebhookReplays;
using ExtensibleWebhooks.Manager.Desired;
using ExtensibleWebhooks.Runtime.Cache;
using ExtensibleWebhooks.Runtime.Client;
using k8s.Models;

namespace ExtensibleWebhooks.Manager.Replays;

/// <summary>
/// Once a minute: ends in the workers what was begun for a WebhookReplay that is gone, where its deletion was not seen or the worker did not hear of it. So no finalizer is
/// needed, which would keep the object from going while a worker, or the operator, is away.
/// </summary>
internal sealed class ReplaySweep(ReplayClient workers, IListers listers, TimeProvider time, ILogger<ReplaySweep> logger) : BackgroundService
{
    private static readonly TimeSpan Pace = TimeSpan.FromMinutes(1);

    /// <summary>One round over all sources whose Secret this process has read, which only the leader has.</summary>
    public async Task RoundAsync(CancellationToken cancellationToken)
    {
        foreach (var source in listers.Of<EventSource>().List().Where(IsReady))
        {
            var replays = await workers.ListAsync(source, cancellationToken);

            // Asked for only now: one that a worker knows was in the cache before.
            var known = listers.Of<WebhookReplay>().List().Select(replay => replay.Metadata.Uid).ToHashSet(StringComparer.Ordinal);
            foreach (var replay in replays.Where(replay => replay.Phase is "Running" or "Sending"))
            {
                if (replay.Id is { } id && ReplayRequests.UidOf(id) is { } uid && !known.Contains(uid))
                {
                    logger.ReplayOrphaned(id, NamespacedName.Of(source).ToString());
                    await workers.TryCancelAsync(source, id, cancellationToken);
                }
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pace, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await RoundAsync(stoppingToken);
        }
    }

    private bool IsReady(EventSource source) =>
        listers.Of<V1StatefulSet>().Get(new NamespacedName(source.Metadata.NamespaceProperty, SourceNames.Of(source).Worker))?.Status?.ReadyReplicas > 0;
}
