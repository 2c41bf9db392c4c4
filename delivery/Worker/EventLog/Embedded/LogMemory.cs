namespace ExtensibleWebhooks.Worker.EventLog.Embedded;

/// <summary>What the process knows of the log without asking the disk. Only the writer's thread changes it; any thread reads.</summary>
internal sealed class LogMemory(long recentBytes)
{
    private volatile LogState _state = new(1, 0, 1, 0, 0, 0);

    public LogState State => _state;

    public RecentBlocks Recent { get; } = new(recentBytes);

    public HeadSignal Signal { get; } = new();

    public void Load(LogState state) => _state = state;

    /// <summary>Blocks that are durable now: the window first, then the head, then those who wait for it, so that whoever sees the head finds the events.</summary>
    public void Publish(IReadOnlyList<LogBlock> blocks)
    {
        if (blocks.Count == 0)
        {
            return;
        }

        Recent.Add(blocks);
        var newest = blocks[^1];
        _state = _state with
        {
            Head = newest.End,
            HeadBytes = _state.HeadBytes + blocks.Sum(block => (long)block.Data.Length),
            Appended = newest.Appended,
            OldestAppended = _state.Events == 0 ? blocks[0].Appended : _state.OldestAppended,
        };
        Signal.Raise();
    }

    /// <summary>The log begins here now.</summary>
    public void Trim(BlockHeader beginning)
    {
        _state = _state with { Oldest = beginning.First, OldestBytes = beginning.StartBytes, OldestAppended = beginning.Appended };
        Recent.RemoveBefore(beginning.First);
    }
}
