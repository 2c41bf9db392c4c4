using System.Collections.Concurrent;
using ExtensibleWebhooks.Worker.Pacing;

namespace ExtensibleWebhooks.Worker.Replays;

/// <summary>Carries the replays out: each at its own rate, into its destination's lane, which sends them as it sends what it parked itself.</summary>
internal sealed class Replayer(ReplayStore store, LetterMover letters, EventMover events, Patience patience, TimeProvider time, ILogger<Replayer> logger)
{
    private readonly Signal _added = new();

    /// <summary>By id. Only the loop adds and removes.</summary>
    private readonly ConcurrentDictionary<string, Running> _running = new(StringComparer.Ordinal);

    /// <summary>A replay was added to the store.</summary>
    public void Added() => _added.Set();

    /// <summary>A replay was ended in the store.</summary>
    public void Ended(string id)
    {
        if (_running.TryGetValue(id, out var running))
        {
            running.Cancel();
        }
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
            await Task.WhenAll(_running.Values.Select(running => running.Task)).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    private async Task StartOpenAsync(CancellationToken cancellationToken)
    {
        foreach (var (id, running) in _running.Where(running => running.Value.Task.IsCompleted).ToList())
        {
            await running.Task;
            _running.TryRemove(id, out _);
            running.Dispose();
        }

        foreach (var (replay, _) in await patience.ReadAsync(() => store.ListAsync(null, cancellationToken), cancellationToken))
        {
            if (replay.IsOpen && !_running.ContainsKey(replay.Id))
            {
                var running = new Running(cancellationToken);
                running.Task = CarryOutAsync(replay, running.Token);
                _running[replay.Id] = running;
            }
        }
    }

    /// <param name="replay">As it is in the store.</param>
    /// <param name="cancellationToken">The worker stops, and the next start goes on with it; or somebody ended it.</param>
    private async Task CarryOutAsync(Replay replay, CancellationToken cancellationToken)
    {
        logger.ReplayStarted(replay.Id, replay.Destination, replay.Events is null ? "dead letters" : "a range of the log", replay.RatePerSecond);
        try
        {
            if (replay.Phase == ReplayPhase.Running)
            {
                if (await MoveAllAsync(replay, cancellationToken) is { } problem)
                {
                    await patience.UntilDoneAsync(() => store.EndAsync(replay.Id, ReplayPhase.Failed, problem, cancellationToken), cancellationToken);
                    logger.ReplayFailed(replay.Id, replay.Destination, problem);
                    return;
                }

                await patience.UntilDoneAsync(() => store.MovedAllAsync(replay.Id, cancellationToken), cancellationToken);
            }

            var figures = await FiguresAsync(replay.Id, cancellationToken);
            while (figures is { Pending: > 0 })
            {
                await Task.Delay(ReplayLimits.Look, time, cancellationToken);
                figures = await FiguresAsync(replay.Id, cancellationToken);
            }

            if (figures is null)
            {
                return;
            }

            await patience.UntilDoneAsync(() => store.EndAsync(replay.Id, ReplayPhase.Succeeded, null, cancellationToken), cancellationToken);
            logger.ReplayEnded(replay.Id, replay.Destination, figures.Delivered, figures.Failed);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
        finally
        {
            _added.Set();
        }
    }

    private Task<string?> MoveAllAsync(Replay replay, CancellationToken cancellationToken) =>
        replay.Progress is { } progress ? events.MoveAllAsync(replay, progress, cancellationToken) : letters.MoveAllAsync(replay, cancellationToken);

    /// <summary>Null: it has ended.</summary>
    private async Task<ReplayFigures?> FiguresAsync(string id, CancellationToken cancellationToken) =>
        (await patience.ReadAsync(() => store.ListAsync(id, cancellationToken), cancellationToken)).Where(found => found.Replay.IsOpen).Select(found => found.Figures).FirstOrDefault();

    private sealed class Running(CancellationToken stopping) : IDisposable
    {
        private readonly CancellationTokenSource _ending = CancellationTokenSource.CreateLinkedTokenSource(stopping);

        public CancellationToken Token => _ending.Token;

        public Task Task { get; set; } = Task.CompletedTask;

        public void Cancel()
        {
            try
            {
                _ending.Cancel();
            }
            catch (ObjectDisposedException)
            {
                // It has ended by itself.
            }
        }

        public void Dispose() => _ending.Dispose();
    }
}
