using ExtensibleWebhooks.Worker.Storage;

namespace ExtensibleWebhooks.Worker.EventLog.Embedded;

/// <summary>
/// Where each lane has committed: a row each, and the same in memory. A beginning that the store refuses goes with every append until it is durable: no event is accepted that a lane,
/// whose beginning would be forgotten by a restart, would then pass over.
/// </summary>
internal sealed class LaneCursors(EmbeddedStore store)
{
    /// <summary>What a row and its page cost the writer.</summary>
    private const int WriteBytes = 200;

    private readonly Lock _gate = new();

    /// <summary>Lane to the next position that is not committed. Guarded by _gate, as are the two below it.</summary>
    private readonly Dictionary<string, long> _next = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _beginnings = new(StringComparer.Ordinal);
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);

    public void Load(StoreConnection connection)
    {
        using var reader = connection.Command("SELECT lane, next FROM log_cursor").ExecuteReader();
        while (reader.Read())
        {
            _next[reader.GetString(0)] = reader.GetInt64(1);
        }
    }

    public IReadOnlyList<KeyValuePair<string, long>> Snapshot()
    {
        lock (_gate)
        {
            return [.. _next, .. _beginnings];
        }
    }

    /// <summary>In the write of an append: the beginnings that are not durable yet. <see cref="Begun"/> follows once they are.</summary>
    public IReadOnlyList<KeyValuePair<string, long>> WriteBeginnings(StoreConnection connection)
    {
        IReadOnlyList<KeyValuePair<string, long>> beginnings;
        lock (_gate)
        {
            beginnings = [.. _beginnings];
        }

        foreach (var (lane, start) in beginnings)
        {
            connection.Execute("INSERT INTO log_cursor (lane, next) VALUES (?1, ?2) ON CONFLICT (lane) DO NOTHING", lane, start);
        }

        return beginnings;
    }

    /// <summary>These are durable; what was removed meanwhile stays away.</summary>
    public void Begun(IReadOnlyList<KeyValuePair<string, long>> beginnings)
    {
        lock (_gate)
        {
            foreach (var (lane, start) in beginnings)
            {
                if (_beginnings.Remove(lane))
                {
                    _next[lane] = start;
                }
            }
        }
    }

    /// <summary>Where the lane goes on; what it is to begin with is made durable first if the log does not know it. Null when that failed.</summary>
    public async ValueTask<long?> OpenAsync(string lane, long start, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (!_open.Add(lane))
            {
                throw new InvalidOperationException($"Lane '{lane}' already has an open cursor.");
            }

            if (_next.TryGetValue(lane, out var next))
            {
                return next;
            }

            _beginnings[lane] = start;
        }

        var outcome = await WriteOrCloseAsync(lane, start, cancellationToken);
        if (!outcome.IsDurable)
        {
            Close(lane);
            return null;
        }

        Begun([new(lane, start)]);
        return start;
    }

    public void Close(string lane)
    {
        lock (_gate)
        {
            _open.Remove(lane);
        }
    }

    public long NextOf(string lane)
    {
        lock (_gate)
        {
            return _next.GetValueOrDefault(lane);
        }
    }

    public async ValueTask<WriteOutcome> CommitAsync(string lane, long next, CancellationToken cancellationToken)
    {
        if (next <= NextOf(lane))
        {
            return WriteOutcome.Durable;
        }

        // UPDATE and not an upsert: a commit that comes after the lane was removed must not bring it back.
        var outcome = await store.WriteAsync(
            connection => connection.Execute("UPDATE log_cursor SET next = max(next, ?2) WHERE lane = ?1", lane, next), WriteBytes, cancellationToken);
        if (outcome.IsDurable)
        {
            lock (_gate)
            {
                if (_next.TryGetValue(lane, out var committed))
                {
                    _next[lane] = Math.Max(committed, next);
                }
            }
        }

        return outcome;
    }

    public async ValueTask<WriteOutcome> RemoveAsync(string lane, CancellationToken cancellationToken)
    {
        long? beginning;
        lock (_gate)
        {
            beginning = _beginnings.Remove(lane, out var start) ? start : null;
        }

        var outcome = await store.WriteAsync(connection => connection.Execute("DELETE FROM log_cursor WHERE lane = ?1", lane), WriteBytes, cancellationToken);
        lock (_gate)
        {
            if (outcome.IsDurable)
            {
                _next.Remove(lane);
            }
            else if (beginning is { } kept)
            {
                // Still known, so that it is removed another time.
                _beginnings.TryAdd(lane, kept);
            }
        }

        return outcome;
    }

    private async Task<WriteOutcome> WriteOrCloseAsync(string lane, long start, CancellationToken cancellationToken)
    {
        try
        {
            return await store.WriteAsync(
                connection => connection.Execute("INSERT INTO log_cursor (lane, next) VALUES (?1, ?2) ON CONFLICT (lane) DO UPDATE SET next = excluded.next", lane, start),
                WriteBytes,
                cancellationToken);
        }
        catch (OperationCanceledException)
        {
            Close(lane);
            throw;
        }
    }
}
