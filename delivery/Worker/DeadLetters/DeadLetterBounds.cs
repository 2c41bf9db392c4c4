using ExtensibleWebhooks.Crds.WebhookDestinations;
using Microsoft.Data.Sqlite;

namespace ExtensibleWebhooks.Worker.DeadLetters;

/// <summary>Keeps the dead letters within each destination's <c>deadLetters.maxAge</c> and <c>maxCount</c>; those of a destination that is gone within the defaults.</summary>
internal sealed class DeadLetterBounds(DeadLetterStore store, DeadLetterMetrics metrics, TimeProvider time, ILogger<DeadLetterBounds> logger)
{
    private const int AtOnce = 500;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);
    private static readonly DeadLettersSpec Defaults = new();

    /// <summary>Until cancelled.</summary>
    /// <param name="bounds">A destination's own; null for one that is not configured.</param>
    /// <param name="cancellationToken">Between two writes.</param>
    public async Task RunAsync(Func<string, DeadLettersSpec?> bounds, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await TrimAsync(bounds, cancellationToken);
            }
            catch (SqliteException exception)
            {
                logger.DeadLettersUnreadable(exception.Message);
            }

            await Task.Delay(Interval, time, cancellationToken);
        }
    }

    /// <summary>Once, for every destination that has any.</summary>
    public async Task TrimAsync(Func<string, DeadLettersSpec?> bounds, CancellationToken cancellationToken)
    {
        foreach (var destination in (await store.CountAsync(cancellationToken)).Keys)
        {
            var spec = bounds(destination) ?? Defaults;
            await TrimAsync(destination, spec, cancellationToken);
        }

        metrics.Kept(await store.CountAsync(cancellationToken));
    }

    private async Task TrimAsync(string destination, DeadLettersSpec spec, CancellationToken cancellationToken)
    {
        int deleted;
        do
        {
            (_, deleted) = await store.TrimAsync(destination, spec.MaxCount, time.GetUtcNow() - spec.MaxAge.Value, AtOnce, cancellationToken);
            if (deleted > 0)
            {
                metrics.Dropped(destination, deleted);
                logger.DeadLettersDropped(destination, deleted);
            }
        }
        while (deleted == AtOnce);
    }
}
