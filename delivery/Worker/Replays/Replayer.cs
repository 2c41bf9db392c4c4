using ExtensibleWebhooks.Worker.DeadLetters;
using ExtensibleWebhooks.Worker.Lanes;
using ExtensibleWebhooks.Worker.Pacing;
using ExtensibleWebhooks.Worker.Storage;
using Microsoft.Data.Sqlite;

namespace ExtensibleWebhooks.Worker.Replays;

/// <summary>
/// Carries the replays out: each at its own rate, into its destination's lane, which sends them as it sends what it parked itself. Replays wait while their lane does, and
/// end when it is stopped or gone.
/// </summary>
internal sealed class Replayer(ReplayStore store, DeadLetterStore deadLetters, LaneSet lanes, TimeProvider time, ILogger<Replayer> logger)
{
    private readonly Signal _added = new();

    /// <summary>By id. The loop's own.</summary>
    private readonly Dictionary<string, Task> _running = new(StringComparer.Ordinal);

    /// <summary>A replay was added to the store.</summary>
    public void Added() => _added.Set();

    /// <summary>Why nothing can be sent to a destination now; null when it can, if perhaps later.</summary>
    public string? Refusal(string destination)
    {
        if (lanes.Applied is not { } snapshot)
        {
            return null;
        }

        if (snapshot.Destinations.All(settings => settings.Config.Name != destination))
        {
            return $"the destination {destination} is not served here: it was deleted, or it is disabled";
        }

        return Find(destination)?.Hold is { Reason: HoldReason.EndpointGone } gone ? $"the destination {destination} is stopped: {gone.Text}" : null;
    }

    /// <summary>Until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await StartOpenAsync(cancellationToken);
                await _added.WaitAsync(cancellationToken);
            }
        }
        finally
        {
            await Task.WhenAll(_running.Values).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    private async Task StartOpenAsync(CancellationToken cancellationToken)
    {
        foreach (var id in _running.Where(running => running.Value.IsCompleted).Select(running => running.Key).ToList())
        {
            await _running[id];
            _running.Remove(id);
        }

        await UntilDoneAsync(
            async () =>
            {
                foreach (var (replay, _) in await store.ListAsync(null, cancellationToken))
                {
                    if (replay.Phase is ReplayPhase.Running or ReplayPhase.Sending && !_running.ContainsKey(replay.Id))
                    {
                        _running[replay.Id] = CarryOutAsync(replay, cancellationToken);
                    }
                }

                return WriteOutcome.Durable;
            },
            cancellationToken);
    }

    private async Task CarryOutAsync(Replay replay, CancellationToken cancellationToken)
    {
        logger.ReplayStarted(replay.Id, replay.Destination, replay.Matched, replay.RatePerSecond);
        try
        {
            if (replay.Phase == ReplayPhase.Running && await MoveAllAsync(replay, cancellationToken) is { } problem)
            {
                await UntilDoneAsync(() => store.EndAsync(replay.Id, ReplayPhase.Failed, problem, cancellationToken), cancellationToken);
                logger.ReplayFailed(replay.Id, replay.Destination, problem);
                return;
            }

            var figures = await FiguresAsync(replay.Id, cancellationToken);
            while (figures.Pending > 0)
            {
                await Task.Delay(ReplayLimits.Look, time, cancellationToken);
                figures = await FiguresAsync(replay.Id, cancellationToken);
            }

            await UntilDoneAsync(() => store.EndAsync(replay.Id, ReplayPhase.Succeeded, null, cancellationToken), cancellationToken);
            logger.ReplayEnded(replay.Id, replay.Destination, figures.Delivered, figures.Failed);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The next start goes on with it.
        }
        finally
        {
            _added.Set();
        }
    }

    /// <summary>Null when all have gone back to the lane; else why the rest cannot.</summary>
    private async Task<string?> MoveAllAsync(Replay replay, CancellationToken cancellationToken)
    {
        // A restart begins with the oldest that is left: those that went back are no dead letters of it any more.
        var after = 0L;
        while (true)
        {
            if (Refusal(replay.Destination) is { } refusal)
            {
                return refusal;
            }

            if (Find(replay.Destination) is not { Hold: null, Parked: < ReplayLimits.MaxParked } lane)
            {
                await Task.Delay(ReplayLimits.Look, time, cancellationToken);
                continue;
            }

            var letters = await FindAsync(replay, after, cancellationToken);
            if (letters.Count == 0)
            {
                await UntilDoneAsync(() => store.MovedAllAsync(replay.Id, cancellationToken), cancellationToken);
                return null;
            }

            after = letters[^1];
            await UntilDoneAsync(() => MoveAsync(replay, lane, letters, cancellationToken), cancellationToken);
            await Task.Delay(TimeSpan.FromSeconds((double)letters.Count / replay.RatePerSecond), time, cancellationToken);
        }
    }

    /// <summary>By a reading connection, so that the store's writer looks for nothing: it is told ids.</summary>
    private async Task<IReadOnlyList<long>> FindAsync(Replay replay, long after, CancellationToken cancellationToken)
    {
        IReadOnlyList<long> ids = [];
        await UntilDoneAsync(
            async () =>
            {
                ids = await deadLetters.FindAsync(replay.Filter, after, replay.LastId, ReplayLimits.AtOnce(replay.RatePerSecond), cancellationToken);
                return WriteOutcome.Durable;
            },
            cancellationToken);
        return ids;
    }

    private async Task<WriteOutcome> MoveAsync(Replay replay, Lane lane, IReadOnlyList<long> letters, CancellationToken cancellationToken)
    {
        var (outcome, parked) = await store.MoveAsync(replay.Id, lane.Key, letters, time.GetUtcNow(), cancellationToken);
        lane.ParkedFromOutside(parked);
        return outcome;
    }

    private Lane? Find(string destination) => lanes.Lanes.FirstOrDefault(lane => lane.Name == destination);

    private async Task<ReplayFigures> FiguresAsync(string id, CancellationToken cancellationToken)
    {
        ReplayFigures? figures = null;
        await UntilDoneAsync(
            async () =>
            {
                figures = (await store.ListAsync(id, cancellationToken)).Select(found => found.Figures).FirstOrDefault();
                return WriteOutcome.Durable;
            },
            cancellationToken);
        return figures ?? new ReplayFigures(0, 0, 0, 0);
    }

    /// <summary>Tries until the store has done it, however long it needs.</summary>
    private async Task UntilDoneAsync(Func<Task<WriteOutcome>> work, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                var outcome = await work();
                if (outcome.IsDurable)
                {
                    return;
                }

                logger.ReplaysDelayed(outcome.Reason ?? "");
            }
            catch (SqliteException exception)
            {
                logger.ReplaysDelayed(exception.Message);
            }

            await Task.Delay(ReplayLimits.Look, time, cancellationToken);
        }
    }
}
