namespace ExtensibleWebhooks.Runtime.Cache;

/// <summary>Exponential waits with full upward jitter (a factor of 1 to 2), starting over after a healthy time. As client-go's reflector.</summary>
internal sealed class Backoff(ReflectorTimings timings, TimeProvider time, Random random)
{
    private int _faults;
    private long _lastFault;

    public TimeSpan Next()
    {
        if (_faults > 0 && time.GetElapsedTime(_lastFault) >= timings.HealthyAfter)
        {
            _faults = 0;
        }

        _lastFault = time.GetTimestamp();
        var delay = Math.Min(timings.InitialBackoff.TotalMilliseconds * Math.Pow(2, _faults), timings.MaxBackoff.TotalMilliseconds);
        _faults = Math.Min(_faults + 1, 30);
        return TimeSpan.FromMilliseconds(delay * (1 + random.NextDouble()));
    }
}
