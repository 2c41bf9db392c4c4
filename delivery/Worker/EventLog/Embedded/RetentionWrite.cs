using ExtensibleWebhooks.Worker.Storage;

namespace ExtensibleWebhooks.Worker.EventLog.Embedded;

/// <summary>One bounded step of retention: the oldest blocks that are too old or too much, and the message ids that the window has left behind.</summary>
internal sealed class RetentionWrite(LogMemory memory, MessageIds ids, EventLogSettings settings, long now, Action<RetentionResult> done) : IStoreWrite
{
    /// <summary>At most 2 MB of blocks, whose pages are read to be freed: appends of the same group wait for it.</summary>
    private const int MaxBlocks = 32;

    private BlockHeader? _beginning;
    private bool _more;

    public int Bytes => 0;

    public void Apply(StoreConnection connection)
    {
        var blocks = BlockTable.Oldest(connection, MaxBlocks + 1);
        var total = BlockTable.Newest(connection)?.EndBytes ?? 0;
        var oldestAllowed = now - (long)settings.MaxAge.TotalMilliseconds;
        var deleted = blocks.Take(MaxBlocks).TakeWhile(block => block.Appended < oldestAllowed || total - block.StartBytes > settings.MaxBytes).Count();
        if (deleted > 0)
        {
            var last = blocks[deleted - 1];
            _beginning = deleted < blocks.Count ? blocks[deleted] : new BlockHeader(last.End, 0, last.Appended, last.EndBytes, 0);
            BlockTable.DeleteBefore(connection, _beginning.First);
            BlockTable.SetBeginning(connection, _beginning);
        }

        _more = ids.Prune(connection, now) || deleted == MaxBlocks;
    }

    public void Complete(WriteOutcome outcome)
    {
        var before = memory.State.Oldest;
        if (outcome.IsDurable && _beginning is not null)
        {
            memory.Trim(_beginning);
        }

        done(new RetentionResult(outcome, before, memory.State.Oldest, outcome.IsDurable && _more));
    }
}
