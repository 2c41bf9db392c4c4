namespace ExtensibleWebhooks.Worker.EventLog.Embedded;

/// <summary>The newest blocks in memory, without a gap up to the head, bounded in bytes. The writer adds; any thread reads.</summary>
internal sealed class RecentBlocks(long maxBytes)
{
    /// <summary>What a block costs beside its data, and each of its events: small blocks must not fill the memory uncounted.</summary>
    private const int BlockOverhead = 200;
    private const int EventOverhead = 72;

    private readonly Lock _gate = new();

    /// <summary>Guarded by _gate, as is _bytes. The blocks from _start on are the window; those before it are gone.</summary>
    private readonly List<LogBlock?> _blocks = [];
    private int _start;
    private long _bytes;

    public void Add(IReadOnlyList<LogBlock> blocks)
    {
        lock (_gate)
        {
            foreach (var block in blocks)
            {
                _blocks.Add(block);
                _bytes += Cost(block);
            }

            while (_bytes > maxBytes && _start < _blocks.Count - 1)
            {
                Forget_NeedsLock();
            }

            // Moving the rest down once half is gone costs one move per block over its life.
            if (_start > _blocks.Count / 2)
            {
                _blocks.RemoveRange(0, _start);
                _start = 0;
            }
        }
    }

    /// <summary>Forgets what retention deleted, so that nothing is served that is gone.</summary>
    public void RemoveBefore(long position)
    {
        lock (_gate)
        {
            while (_start < _blocks.Count && _blocks[_start] is { } block && block.First < position)
            {
                Forget_NeedsLock();
            }
        }
    }

    /// <summary>Up to so many events from this position; null when the window does not reach back to it, or it is at the head.</summary>
    public List<LogEvent>? Read(long from, int maxEvents)
    {
        lock (_gate)
        {
            var index = Find_NeedsLock(from);
            if (index < 0)
            {
                return null;
            }

            var events = new List<LogEvent>(Math.Min(maxEvents, 64));
            for (; index < _blocks.Count && events.Count < maxEvents && _blocks[index] is { } block; index++)
            {
                var skip = (int)Math.Max(0, from - block.First);
                events.AddRange(block.Events.AsSpan(skip, Math.Min(block.Events.Length - skip, maxEvents - events.Count)));
            }

            return events;
        }
    }

    private static int Cost(LogBlock block) => BlockOverhead + block.Data.Length + (block.Events.Length * EventOverhead);

    private void Forget_NeedsLock()
    {
        if (_blocks[_start] is { } block)
        {
            _bytes -= Cost(block);
        }

        _blocks[_start++] = null;
    }

    /// <summary>The index of the block that holds the position, or -1.</summary>
    private int Find_NeedsLock(long position)
    {
        var (low, high) = (_start, _blocks.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (_blocks[middle] is not { } block || position >= block.End)
            {
                low = middle + 1;
            }
            else if (position < block.First)
            {
                high = middle - 1;
            }
            else
            {
                return middle;
            }
        }

        return -1;
    }
}
