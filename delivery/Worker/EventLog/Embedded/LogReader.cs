using ExtensibleWebhooks.Worker.Storage;

namespace ExtensibleWebhooks.Worker.EventLog.Embedded;

/// <summary>Reads from memory where the window reaches, else from disk, verifying what it reads.</summary>
internal sealed class LogReader(EmbeddedStore store, LogMemory memory, EventLogMetrics metrics, ILogger logger)
{
    /// <summary>A read from disk stops behind the block with which it has this much: a lane far behind holds about one block.</summary>
    private const int MaxDiskBytes = 64 << 10;

    public ValueTask<LogSlice> ReadAsync(long from, int maxEvents, CancellationToken cancellationToken)
    {
        var state = memory.State;
        if (from >= state.Head)
        {
            return new(new LogSlice([], new LogPosition(state.Head), 0));
        }

        return memory.Recent.Read(from, maxEvents) is { } events
            ? new(new LogSlice(events, new LogPosition(from + events.Count), 0))
            : store.ReadAsync(connection => ReadDisk(connection, from, maxEvents, state.Head), cancellationToken);
    }

    public ValueTask<LogPosition> FindAsync(DateTimeOffset since, CancellationToken cancellationToken) => store.ReadAsync(
        connection =>
        {
            // Times never fall along the log, so the first block that is late enough is found by halves.
            var (low, high) = (memory.State.Oldest, memory.State.Head);
            while (low < high)
            {
                var middle = low + ((high - low) / 2);
                var block = BlockTable.At(connection, middle);
                if (block is null || block.Appended >= since.ToUnixTimeMilliseconds())
                {
                    high = Math.Min(middle, block?.First ?? middle);
                }
                else
                {
                    low = block.End;
                }
            }

            return new LogPosition(Math.Max(low, memory.State.Oldest));
        },
        cancellationToken);

    public ValueTask<DateTimeOffset?> GetTimeAsync(long position, CancellationToken cancellationToken)
    {
        if (position >= memory.State.Head)
        {
            return new((DateTimeOffset?)null);
        }

        return memory.Recent.Read(position, 1) is [{ } recent, ..]
            ? new(recent.AppendedAt)
            : store.ReadAsync(
                connection => BlockTable.At(connection, position) is { } block ? DateTimeOffset.FromUnixTimeMilliseconds(block.Appended) : (DateTimeOffset?)null,
                cancellationToken);
    }

    private LogSlice ReadDisk(StoreConnection connection, long from, int maxEvents, long head)
    {
        var events = new List<LogEvent>();
        var next = from;
        var missed = 0L;
        var bytes = 0;
        foreach (var stored in BlockTable.From(connection, from))
        {
            if (stored.End <= next)
            {
                // The block before a gap.
                continue;
            }

            if (stored.First > next && events.Count > 0)
            {
                // What follows a gap comes with the next read, which counts it as missed.
                return new LogSlice(events, new LogPosition(next), missed);
            }

            missed += Math.Max(0, stored.First - next);
            next = Math.Max(next, stored.First);
            if (stored.Verify() is not { } block)
            {
                if (events.Count > 0)
                {
                    break;
                }

                metrics.Damaged(stored.Count);
                logger.LogBlockDamaged(stored.Count, new LogPosition(stored.First), "its checksum does not match");
                missed += stored.End - next;
                next = stored.End;
                continue;
            }

            var skip = (int)(next - block.First);
            var taken = Math.Min(block.Events.Length - skip, maxEvents - events.Count);
            events.AddRange(block.Events.AsSpan(skip, taken));
            next += taken;
            bytes += block.Data.Length;
            if (events.Count >= maxEvents || bytes >= MaxDiskBytes)
            {
                break;
            }
        }

        if (events.Count == 0 && next < head)
        {
            // The head was durable before this read began: what is not there any more was deleted.
            missed += head - next;
            next = head;
        }

        return new LogSlice(events, new LogPosition(next), missed);
    }
}
