using Microsoft.Data.Sqlite;

namespace ExtensibleWebhooks.Worker.Storage;

/// <summary>
/// The one writer of the process. While one group is being committed the next one gathers, so that a single fsync carries everything that came meanwhile:
/// slow disks make larger groups, not longer queues. It has a thread of its own because SQLite blocks.
/// </summary>
internal sealed class StoreWriter(StoreConnection connection, EmbeddedStoreOptions options, StoreMetrics metrics, TimeProvider time, ILogger logger)
{
    private readonly object _gate = new();

    /// <summary>Guarded by _gate, as are the three fields below it.</summary>
    private List<IStoreWrite> _queued = [];
    private List<IStoreWrite> _spare = [];
    private long _queuedBytes;
    private bool _stopping;

    private Thread? _thread;

    public void Start()
    {
        _thread = new Thread(Run) { IsBackground = true, Name = "store-writer" };
        _thread.Start();
    }

    /// <summary>Writes everything that is queued, refuses what comes later, and returns when the thread has ended. It may block for as long as the disk does.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _stopping = true;
            Monitor.Pulse(_gate);
        }

        _thread?.Join();
    }

    /// <summary>Joins the next group. A write that does not fit is completed as Busy at once, on the caller's thread.</summary>
    public void Post(IStoreWrite write)
    {
        var refused = TryQueue(write);
        if (refused is { } outcome)
        {
            metrics.Completed(outcome.Status);
            write.Complete(outcome);
        }
    }

    private WriteOutcome? TryQueue(IStoreWrite write)
    {
        lock (_gate)
        {
            if (_stopping)
            {
                return WriteOutcome.Stopping;
            }

            if (_queued.Count >= options.MaxQueuedWrites || (_queuedBytes > 0 && _queuedBytes + write.Bytes > options.MaxQueuedBytes))
            {
                return new WriteOutcome(WriteStatus.Busy, $"{_queuedBytes} bytes in {_queued.Count} writes wait for the disk, at most {options.MaxQueuedBytes} and {options.MaxQueuedWrites}");
            }

            _queued.Add(write);
            _queuedBytes += write.Bytes;
            Monitor.Pulse(_gate);
            return null;
        }
    }

    private void Run()
    {
        while (Take() is { } group)
        {
            var started = time.GetTimestamp();
            Commit(group);
            metrics.Committed(time.GetElapsedTime(started));
            group.Clear();
        }
    }

    private List<IStoreWrite>? Take()
    {
        lock (_gate)
        {
            while (_queued.Count == 0)
            {
                if (_stopping)
                {
                    return null;
                }

                Monitor.Wait(_gate);
            }

            metrics.Queued(_queuedBytes);
            (_queued, _spare) = (_spare, _queued);
            _queuedBytes = 0;
            return _spare;
        }
    }

    private void Commit(List<IStoreWrite> group)
    {
        var outcomes = new WriteOutcome[group.Count];
        var ending = ApplyAll(group, outcomes);
        if (!ending.IsDurable)
        {
            logger.StoreCommitFailed(group.Count, ending.Reason ?? "");
        }

        for (var index = 0; index < group.Count; index++)
        {
            // A write that failed by itself keeps its own reason; the others share the group's.
            var outcome = outcomes[index].IsDurable ? ending : outcomes[index];
            metrics.Completed(outcome.Status);
            Complete(group[index], outcome);
        }
    }

    /// <summary>What became of the transaction as a whole; never throws for what the disk can do.</summary>
    private WriteOutcome ApplyAll(List<IStoreWrite> group, WriteOutcome[] outcomes)
    {
        try
        {
            connection.Execute("BEGIN IMMEDIATE");
            for (var index = 0; index < group.Count; index++)
            {
                outcomes[index] = Apply(group[index]);
                if (!connection.InTransaction)
                {
                    return outcomes[index];
                }
            }

            connection.Execute("COMMIT");
            return WriteOutcome.Durable;
        }
        catch (SqliteException exception)
        {
            if (connection.InTransaction)
            {
                connection.Execute("ROLLBACK");
            }

            return exception.ToOutcome();
        }
    }

    private WriteOutcome Apply(IStoreWrite write)
    {
        connection.Execute("SAVEPOINT one");
        WriteOutcome outcome;
        try
        {
            write.Apply(connection);
            connection.Execute("RELEASE one");
            return WriteOutcome.Durable;
        }
        catch (SqliteException exception)
        {
            outcome = exception.ToOutcome();
        }
        catch (Exception exception)
        {
            // One room's defect must not take the other rooms' writes, nor the writer, with it.
            logger.StoreWriteDefect(exception);
            outcome = new WriteOutcome(WriteStatus.Failed, $"a defect: {exception.GetType().Name}");
        }

        if (connection.InTransaction)
        {
            connection.Execute("ROLLBACK TO one");
            connection.Execute("RELEASE one");
        }

        return outcome;
    }

    private void Complete(IStoreWrite write, WriteOutcome outcome)
    {
        try
        {
            write.Complete(outcome);
        }
        catch (Exception exception)
        {
            logger.StoreWriteDefect(exception);
        }
    }
}
