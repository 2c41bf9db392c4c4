using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Worker.Configuration;
using ExtensibleWebhooks.Worker.Pacing;
using Microsoft.Data.Sqlite;

namespace ExtensibleWebhooks.Worker.Lanes;

/// <summary>
/// The lanes of the configuration in force. One loop compares what should be with what is: it opens, changes and stops lanes, and clears away what
/// a destination that is gone has left. What the store refuses is tried again; nothing here waits for a single lane's deliveries.
/// </summary>
internal sealed class LaneSet(LaneServices services, WorkerConfiguration configuration, LaneBeginnings beginnings, LaneRemoval removal)
{
    private readonly ParsedEvents _parsed = new();
    private readonly Signal _again = new();
    private readonly object _gate = new();

    /// <summary>By key. Guarded by _gate; only the loop changes it.</summary>
    private readonly Dictionary<string, Lane> _lanes = new(StringComparer.Ordinal);

    /// <summary>Lanes on their way out, by key. The loop's own.</summary>
    private readonly Dictionary<string, Task> _leaving = new(StringComparer.Ordinal);

    private WorkerSnapshot? _applied;

    /// <summary>The configuration that the next event meets; null before the first. It follows the one that was read by the time that lanes need to open.</summary>
    public WorkerSnapshot? Applied => Volatile.Read(ref _applied);

    /// <summary>A snapshot.</summary>
    public IReadOnlyList<Lane> Lanes
    {
        get
        {
            lock (_gate)
            {
                return [.. _lanes.Values];
            }
        }
    }

    /// <summary>Until cancelled.</summary>
    /// <param name="applied">Called when the lanes follow a configuration: an event that is accepted from then on reaches every lane of it.</param>
    /// <param name="cancellationToken">Ends the loop; the lanes go on until <see cref="StopAsync"/>.</param>
    public async Task RunAsync(Action<WorkerSnapshot> applied, CancellationToken cancellationToken)
    {
        while (true)
        {
            var changed = configuration.Changed;
            var complete = true;
            if (configuration.Current is { } snapshot)
            {
                complete = await ReconcileAsync(snapshot, cancellationToken);
                applied(snapshot);
                Volatile.Write(ref _applied, snapshot);
            }

            await WaitAsync(changed, complete, cancellationToken);
        }
    }

    /// <summary>Stops all lanes, side by side, each until the deadline at most. After <see cref="RunAsync"/> has ended.</summary>
    public async Task StopAsync(CancellationToken deadline)
    {
        await Task.WhenAll([.. Lanes.Select(lane => StopLaneAsync(lane, deadline)), .. _leaving.Values]);
        lock (_gate)
        {
            _lanes.Clear();
        }
    }

    private static async Task StopLaneAsync(Lane lane, CancellationToken deadline)
    {
        await lane.StopAsync(deadline);
        lane.Dispose();
    }

    /// <summary>False: something is to be tried again.</summary>
    private async Task<bool> ReconcileAsync(WorkerSnapshot snapshot, CancellationToken cancellationToken)
    {
        var wanted = snapshot.Destinations.ToDictionary(destination => destination.Lane, StringComparer.Ordinal);
        var disabled = (snapshot.Config.DisabledDestinations ?? []).ToDictionary(DestinationSettings.KeyOf, destination => destination.WhileDisabled, StringComparer.Ordinal);
        await beginnings.WantAsync([.. wanted.Keys, .. disabled.Where(pair => pair.Value == WhileDisabled.Hold).Select(pair => pair.Key)], cancellationToken);
        foreach (var key in _leaving.Where(leaving => leaving.Value.IsCompleted).Select(leaving => leaving.Key).ToList())
        {
            _leaving.Remove(key);
        }

        foreach (var lane in Lanes)
        {
            if (!wanted.ContainsKey(lane.Key) || lane.Completion.IsCompleted)
            {
                Leave(lane, isGone: !wanted.ContainsKey(lane.Key));
            }
        }

        // All at once, so that the beginnings of many new lanes share a commit.
        var opened = await Task.WhenAll(snapshot.Destinations.Select(destination => EnsureAsync(destination, snapshot, cancellationToken)));
        return opened.All(isOpen => isOpen) && await removal.ClearAsync(wanted.Keys.ToHashSet(StringComparer.Ordinal), disabled, _leaving.Keys, cancellationToken);
    }

    private async Task<bool> EnsureAsync(DestinationSettings destination, WorkerSnapshot snapshot, CancellationToken cancellationToken)
    {
        Lane? lane;
        lock (_gate)
        {
            _lanes.TryGetValue(destination.Lane, out lane);
        }

        if (lane is not null)
        {
            lane.Apply(destination, snapshot.Credentials);
            return true;
        }

        return !_leaving.ContainsKey(destination.Lane) && await OpenAsync(destination, snapshot, cancellationToken);
    }

    private async Task<bool> OpenAsync(DestinationSettings destination, WorkerSnapshot snapshot, CancellationToken cancellationToken)
    {
        if (await beginnings.OpenAsync(destination.Lane, cancellationToken) is not { } cursor)
        {
            services.Logger.LaneDelayed(destination.Lane, "its cursor could not be made durable");
            return false;
        }

        var lane = new Lane(services, cursor, destination, snapshot.Config.Source.Namespace);
        lane.Apply(destination, snapshot.Credentials);
        try
        {
            await lane.StartAsync(_parsed, cancellationToken);
        }
        catch (SqliteException exception)
        {
            services.Logger.LaneDelayed(destination.Lane, exception.Message);
            lane.Dispose();
            return false;
        }

        _ = lane.Completion.ContinueWith(_ => _again.Set(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        lock (_gate)
        {
            _lanes.Add(lane.Key, lane);
        }

        return true;
    }

    /// <summary>Takes a lane out of the set and stops it beside the loop: its deliveries under way may take as long as their timeout.</summary>
    private void Leave(Lane lane, bool isGone)
    {
        lock (_gate)
        {
            _lanes.Remove(lane.Key);
        }

        _leaving[lane.Key] = LeaveAsync(lane, isGone);
    }

    private async Task LeaveAsync(Lane lane, bool isGone)
    {
        using var deadline = new CancellationTokenSource(lane.LongestTry + LaneLimits.LeaveTime, services.Time);
        await StopLaneAsync(lane, deadline.Token);

        // Not before its last delivery has been counted, or that would make the series anew.
        if (isGone && Lanes.All(other => other.Name != lane.Name))
        {
            services.Metrics.Remove(lane.Name);
        }

        _again.Set();
    }

    private async Task WaitAsync(Task changed, bool complete, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var waits = new List<Task> { changed, _again.WaitAsync(either.Token).AsTask() };
        if (!complete)
        {
            waits.Add(Task.Delay(LaneLimits.StoreRetry, services.Time, either.Token));
        }

        await Task.WhenAny(waits);
        await either.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }
}
