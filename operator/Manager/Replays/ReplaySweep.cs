using ExtensibleWebhooks.Crds.EventSources;
using ExtensibleWebhooks.Crds.WebhookReplays;
using ExtensibleWebhooks.Manager.Inspection;
using ExtensibleWebhooks.Runtime.Cache;
using ExtensibleWebhooks.Runtime.Client;

namespace ExtensibleWebhooks.Manager.Replays;

/// <summary>
/// Once a minute: ends in the workers what was begun for a WebhookReplay that is gone, where its deletion was not seen or the worker did not hear of it. So no finalizer is
/// needed, which would keep the object from going while a worker, or the operator, is away.
/// </summary>
internal sealed class ReplaySweep(ReplayClient workers, WorkerRounds rounds, IListers listers, ILogger<ReplaySweep> logger) : BackgroundService
{
    /// <summary>Ended in one source's worker in one round; the next round goes on. A round is bounded, whatever a worker tells.</summary>
    private const int MaxEnded = 32;

    private static readonly TimeSpan Pace = TimeSpan.FromMinutes(1);

    public Task RoundAsync(CancellationToken cancellationToken) =>
        rounds.EachAsync(listers.Of<EventSource>().List(), (source, _, stopping) => SweepAsync(source, stopping), cancellationToken);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => rounds.RepeatAsync(Pace, RoundAsync, stoppingToken);

    private async Task SweepAsync(EventSource source, CancellationToken cancellationToken)
    {
        var replays = await workers.ListAsync(source, cancellationToken);

        // Asked for only now: one that a worker knows was in the cache before.
        var known = listers.Of<WebhookReplay>().List().Select(replay => replay.Metadata.Uid).ToHashSet(StringComparer.Ordinal);
        var orphans = replays.Where(replay => replay.Phase is "Running" or "Sending").Select(replay => replay.Id)
            .Where(id => id is not null && ReplayRequests.UidOf(id) is { } uid && !known.Contains(uid));
        foreach (var id in orphans.OfType<string>().Take(MaxEnded))
        {
            logger.ReplayOrphaned(id, NamespacedName.Of(source).ToString());
            await workers.TryCancelAsync(source, id, cancellationToken);
        }
    }
}
