namespace ExtensibleWebhooks.Worker.Ingest;

/// <summary>Bounds the bytes of all request bodies in memory, so that many large requests at once are told to come back instead of ending the process.</summary>
internal sealed class InFlightBudget
{
    /// <summary>64 MB: over a hundred of the largest batches.</summary>
    private const long MaxBytes = 64 << 20;

    private long _bytes;

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
