namespace ExtensibleWebhooks.Worker.Ingest;

/// <summary>
/// A token bucket that lets a request through while any token is left, and then goes into debt: a batch larger than the burst is slow, not impossible.
/// </summary>
internal sealed class TokenBucket(IngestRateLimit limit, TimeProvider time)
{
    private readonly Lock _gate = new();

    /// <summary>Guarded by _gate, as is _last.</summary>
    private double _tokens = limit.Burst;
    private long _last = time.GetTimestamp();

    public IngestRateLimit Limit => limit;

    /// <summary>Null when the events may pass; otherwise how long until the next may.</summary>
    public TimeSpan? Take(int events)
    {
        lock (_gate)
        {
            var now = time.GetTimestamp();
            _tokens = Math.Min(limit.Burst, _tokens + (time.GetElapsedTime(_last, now).TotalSeconds * limit.EventsPerSecond));
            _last = now;
            if (_tokens < 1)
            {
                return TimeSpan.FromSeconds((1 - _tokens) / limit.EventsPerSecond);
            }

            _tokens -= events;
            return null;
        }
    }
}
