namespace ExtensibleWebhooks.Worker.Pacing;

/// <summary>Counts what could happen very often and says so at most once a minute.</summary>
internal sealed class SparseLog(TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();

    /// <summary>Guarded by _gate, as is _count. Null: never said.</summary>
    private long? _last;
    private long _count;

    /// <summary>Adds to the count. Null while it is too early to speak; otherwise what came since the last time, this included.</summary>
    public long? Add(long count)
    {
        lock (_gate)
        {
            _count += count;
            if (_last is { } last && time.GetElapsedTime(last) < Interval)
            {
                return null;
            }

            var total = _count;
            (_last, _count) = (time.GetTimestamp(), 0);
            return total;
        }
    }
}
