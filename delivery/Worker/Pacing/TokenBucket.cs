namespace ExtensibleWebhooks.Worker.Pacing;

/// <summary>
/// A token bucket that lets a request through while any token is left, and then goes into debt: a batch larger than the burst is slow, not impossible.
/// Ours, since System.Threading.RateLimiting knows no TimeProvider.
/// </summary>
internal sealed class TokenBucket(RateLimit limit, TimeProvider time)
{
    private readonly Lock _gate = new();

    /// <summary>Guarded by _gate, as is _last.</summary>
    private double _tokens = limit.Burst;
    private long _last = time.GetTimestamp();

    public RateLimit Limit => limit;

    /// <summary>Null when it may pass; otherwise how long until the next may.</summary>
    /// <param name="count">Tokens that it costs.</param>
    public TimeSpan? Take(int count)
    {
        lock (_gate)
        {
            var now = time.GetTimestamp();
            _tokens = Math.Min(limit.Burst, _tokens + (time.GetElapsedTime(_last, now).TotalSeconds * limit.PerSecond));
            _last = now;
            if (_tokens < 1)
            {
                return TimeSpan.FromSeconds((1 - _tokens) / limit.PerSecond);
            }

            _tokens -= count;
            return null;
        }
    }

    /// <summary>Takes a token, as soon as there is one.</summary>
    public async ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        while (Take(1) is { } wait)
        {
            // A moment more: a timer that rings too early would only be set again.
            await Task.Delay(wait + TimeSpan.FromMilliseconds(1), time, cancellationToken);
        }
    }
}
