namespace ExtensibleWebhooks.Worker.EventLog.Embedded;

/// <summary>The log's ends, as the last commit left them. Replaced whole, by the writer's thread only.</summary>
/// <param name="Head">The next event's position.</param>
/// <param name="HeadBytes">The bytes of all blocks ever written: a block's share is the difference to its neighbour.</param>
/// <param name="Oldest">The first event that is kept; equal to Head when there is none.</param>
/// <param name="OldestBytes">The bytes of all blocks before it.</param>
/// <param name="OldestAppended">The oldest block's time in Unix milliseconds; without meaning when there is none.</param>
/// <param name="Appended">The newest block's time in Unix milliseconds; times never fall along the log, even when the clock does.</param>
internal sealed record LogState(long Head, long HeadBytes, long Oldest, long OldestBytes, long OldestAppended, long Appended)
{
    public long Events => Head - Oldest;

    public long Bytes => HeadBytes - OldestBytes;

    public LogExtent Extent => new(
        new LogPosition(Oldest),
        new LogPosition(Head),
        Events,
        Bytes,
        Events > 0 ? DateTimeOffset.FromUnixTimeMilliseconds(OldestAppended) : null,
        Events > 0 ? DateTimeOffset.FromUnixTimeMilliseconds(Appended) : null);
}
