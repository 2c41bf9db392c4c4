using ExtensibleWebhooks.Crds.EventSources;
using ExtensibleWebhooks.Crds.WorkerConfigs;
using ExtensibleWebhooks.Manager.Desired;
using ExtensibleWebhooks.Manager.Sources;
using ExtensibleWebhooks.Runtime.Cache;
using ExtensibleWebhooks.Runtime.Client;
using k8s.Models;

namespace ExtensibleWebhooks.Manager.Inspection;

/// <summary>
/// Rounds over the workers that are ready. Users write what a round meets, and one that ends would end the process: so what one source causes is logged and costs the
/// others nothing.
/// </summary>
internal sealed class WorkerRounds(IListers listers, SecretReader secrets, TimeProvider time, ILogger<WorkerRounds> logger)
{
    private const int AtOnce = 8;

    /// <summary>Does a round at each tick, until it is cancelled.</summary>
    public async Task RepeatAsync(TimeSpan pace, Func<CancellationToken, Task> round, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(pace, time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            await round(cancellationToken);
        }
    }

    /// <summary>One round.</summary>
    /// <param name="sources">Those whose workers are meant. Others than the ready ones, whose Secret this process has read (which only the leader has), are left out.</param>
    /// <param name="ask">What is done with each, given its worker's inspect token.</param>
    /// <param name="cancellationToken">Ends the round.</param>
    public Task EachAsync(IEnumerable<EventSource> sources, Func<EventSource, byte[], CancellationToken, Task> ask, CancellationToken cancellationToken) => Parallel.ForEachAsync(
        sources,
        new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
        async (source, stopping) =>
        {
            try
            {
                if (IsReady(source) && TokenOf(source) is { } token)
                {
                    await ask(source, token, stopping);
                }
            }
            catch (Exception exception) when (!stopping.IsCancellationRequested)
            {
                logger.WorkerLeftOut(NamespacedName.Of(source).ToString(), SafeText.Of(exception), SafeText.Loggable(exception));
            }
        });

    private bool IsReady(EventSource source) =>
        listers.Of<V1StatefulSet>().Get(new NamespacedName(source.Metadata.NamespaceProperty, SourceNames.Of(source).Worker))?.Status?.ReadyReplicas > 0;

    private byte[]? TokenOf(EventSource source) => secrets.Known(NamespacedName.Of(source), SourceNames.Of(source).Worker)?[WorkerConfigBuilder.InspectTokenFile];
}
