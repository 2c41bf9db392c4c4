namespace ExtensibleWebhooks.Worker.EventLog.Embedded;

/// <summary>A row of log_block without its data, which has so many bytes. StartBytes is the sum of the data of all blocks ever written before it.</summary>
internal sealed record BlockHeader(long First, int Count, long Appended, long StartBytes, int Bytes)
{
    public long End => First + Count;

    public long EndBytes => StartBytes + Bytes;
}
