namespace ExtensibleWebhooks.Worker.EventLog.Embedded;

/// <summary>A row of log_block as it is on disk: not verified yet.</summary>
internal sealed record StoredBlock(long First, int Count, long Appended, uint Checksum, byte[] Data)
{
    public long End => First + Count;

    /// <summary>Null when it is damaged.</summary>
    public LogBlock? Verify() => LogBlock.Decode(First, Appended, Count, Checksum, Data);
}
