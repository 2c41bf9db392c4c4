using ExtensibleWebhooks.Worker.EventLog;
using ExtensibleWebhooks.Worker.Pacing;

namespace ExtensibleWebhooks.Worker.Lanes;

/// <summary>Moves a lane's committed position behind what is settled, a few times a second however many events there are.</summary>
internal sealed class LaneCommitter(ILogCursor cursor, SettlementWindow window, TimeProvider time, ILogger logger)
{
    private readonly SparseLog _refusals = new(time);
    private LogPosition _committed = LogPosition.None;

    /// <summary>Until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await window.WaitForProgressAsync(cancellationToken);
            await GatherAsync(cancellationToken);
            while (!await CommitAsync(cancellationToken))
            {
                await Task.Delay(LaneLimits.StoreRetry, time, cancellationToken);
            }
        }
    }

    /// <summary>Commits what is settled now. False: the store refused, the last commit stays in force.</summary>
    public async Task<bool> CommitAsync(CancellationToken cancellationToken)
    {
        var settled = window.Settled;
        if (settled <= _committed)
        {
            return true;
        }

        var outcome = await cursor.CommitAsync(settled, cancellationToken);
        if (!outcome.IsDurable)
        {
            if (_refusals.Add(1) is { } times)
            {
                logger.CommitRefused(cursor.Lane, times, outcome.Reason ?? "");
            }

            return false;
        }

        _committed = settled;
        return true;
    }

    /// <summary>Lets more become settled: briefly once a delivery is among it, longer while there is none.</summary>
    private async Task GatherAsync(CancellationToken cancellationToken)
    {
        using var quiet = new CancellationTokenSource(LaneLimits.QuietCommitInterval, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(quiet.Token, cancellationToken);
        try
        {
            await window.WaitForDeliveryAsync(either.Token);
            await Task.Delay(LaneLimits.CommitInterval, time, cancellationToken);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
        }
    }
}
