namespace ExtensibleWebhooks.Worker.Ingest;

/// <summary>
/// Bounds the memory that all requests hold, so that many large ones at once are told to come back instead of ending the process. What is really rented counts, from when it is rented
/// (<see cref="PooledBuffer"/>): an announced length holds nothing.
/// </summary>
internal sealed class InFlightBudget
{
    /// <summary>
    /// 64 MB: a hundred of the largest batches by default, or the largest that can be configured (16 MB, grown into from 8 MB, with its events' copy beside it, at most 32 MB).
    /// </summary>
    private const long MaxBytes = 64 << 20;

    private long _bytes;

    /// <summary>Bytes that are rented now.</summary>
    public long Held => Interlocked.Read(ref _bytes);

    /// <summary>False when there is no room; otherwise <see cref="Release"/> must follow.</summary>
    public bool TryReserve(long bytes)
    {
        if (Interlocked.Add(ref _bytes, bytes) <= MaxBytes)
        {
            return true;
        }

        Release(bytes);
        return false;
    }

    public void Release(long bytes) => Interlocked.Add(ref _bytes, -bytes);
}
