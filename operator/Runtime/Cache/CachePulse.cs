namespace ExtensibleWebhooks.Runtime.Cache;

/// <summary>The oldest of an informer's reflectors.</summary>
/// <param name="SinceHeard">Since the server last sent anything: about a minute at most in health.</param>
/// <param name="SinceMoved">Since the loop last did anything; more than the longest wait means that it hangs.</param>
public sealed record CachePulse(TimeSpan SinceHeard, TimeSpan SinceMoved)
{
    internal static CachePulse Of(IEnumerable<ReflectorPulse> pulses, TimeProvider time)
    {
        var all = pulses.ToList();
        return new CachePulse(all.Max(pulse => Since(pulse.LastHeard, time)), all.Max(pulse => Since(pulse.LastBeat, time)));
    }

    // Zero stands for a reflector that has not started.
    private static TimeSpan Since(long timestamp, TimeProvider time) => timestamp == 0 ? TimeSpan.Zero : time.GetElapsedTime(timestamp);
}
