using ExtensibleWebhooks.Worker.Storage;

namespace ExtensibleWebhooks.Worker.EventLog.Embedded;

/// <summary>Writes all the appends of a group as blocks, and the beginnings of lanes that are not durable yet. Nothing in memory changes until the group is durable.</summary>
internal sealed class AppendWrite(AppendQueue queue, LogMemory memory, MessageIds ids, LaneCursors cursors, TimeProvider time) : IStoreWrite
{
    private readonly List<LogBlock> _blocks = [];
    private readonly List<MessageKey> _keys = [];
    private readonly HashSet<MessageKey> _groupKeys = [];

    // The block that is being filled.
    private readonly List<ReadOnlyMemory<byte>> _open = [];
    private int _openBytes;

    private List<PendingAppend>? _appends;
    private IReadOnlyList<KeyValuePair<string, long>> _beginnings = [];
    private long _appended;
    private long _startBytes;
    private long _next;

    /// <summary>The queue bounds its own bytes.</summary>
    public int Bytes => 0;

    public void Apply(StoreConnection connection)
    {
        _appends = queue.Take();
        var state = memory.State;
        _next = state.Head;
        _startBytes = state.HeadBytes;
        _appended = Math.Max(state.Appended, time.GetUtcNow().ToUnixTimeMilliseconds());
        var deduplicates = ids.Window > TimeSpan.Zero;
        foreach (var append in _appends)
        {
            for (var index = 0; index < append.Positions.Length; index++)
            {
                var entry = append.Batch.Entries[index];
                if (deduplicates && (ids.Contains(entry.Key, _appended) || !_groupKeys.Add(entry.Key)))
                {
                    continue;
                }

                append.Positions[index] = Place(connection, append.Batch.Bytes.Slice(entry.Offset, entry.Length), entry.Key, deduplicates);
            }
        }

        Close(connection, deduplicates);
        _beginnings = cursors.WriteBeginnings(connection);
    }

    public void Complete(WriteOutcome outcome)
    {
        // A group that failed before it came to this write has not taken the appends yet.
        _appends ??= queue.Take();
        if (outcome.IsDurable)
        {
            ids.Remember(_groupKeys, _appended);
            memory.Publish(_blocks);
            cursors.Begun(_beginnings);
        }

        foreach (var append in _appends)
        {
            append.Complete(outcome);
        }
    }

    private LogPosition Place(StoreConnection connection, ReadOnlyMemory<byte> json, MessageKey key, bool deduplicates)
    {
        if (_openBytes + json.Length + LogBlock.EntryBytes > LogBlock.TargetBytes)
        {
            Close(connection, deduplicates);
        }

        _open.Add(json);
        _keys.Add(key);
        _openBytes += json.Length + LogBlock.EntryBytes;
        return new LogPosition(_next + _open.Count - 1);
    }

    private void Close(StoreConnection connection, bool deduplicates)
    {
        if (_open.Count == 0)
        {
            return;
        }

        var block = LogBlock.Encode(_next, _appended, _open);
        BlockTable.Insert(connection, block, _startBytes);
        if (deduplicates)
        {
            MessageIds.Insert(connection, block, _keys);
        }

        _blocks.Add(block);
        _next = block.End;
        _startBytes += block.Data.Length;
        _open.Clear();
        _keys.Clear();
        _openBytes = 0;
    }
}
