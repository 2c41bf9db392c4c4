namespace ExtensibleWebhooks.Runtime.Cache;

/// <summary>Two times of a reflector, as timestamps of its clock, for health and metrics to read.</summary>
internal sealed class ReflectorPulse
{
    private long _beat;
    private long _heard;

    /// <summary>When the loop last moved. Long ago means that it hangs, which only a restart mends.</summary>
    public long LastBeat => Volatile.Read(ref _beat);

    /// <summary>When the server last sent anything. Long ago means that the cache may be old.</summary>
    public long LastHeard => Volatile.Read(ref _heard);

    public void Beat(long now) => Volatile.Write(ref _beat, now);

    public void Heard(long now)
    {
        Volatile.Write(ref _heard, now);
        Volatile.Write(ref _beat, now);
    }
}
