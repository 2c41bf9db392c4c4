namespace ExtensibleWebhooks.Worker.Pacing;

/// <summary>An end of waiting that may be set, moved and cleared by any thread. By the monotonic clock: a step of the wall clock neither ends nor prolongs it.</summary>
internal sealed class Deadline(TimeProvider time)
{
    private const long None = long.MinValue;

    /// <summary>A timestamp of the clock.</summary>
    private long _at = None;

    public bool IsSet => Volatile.Read(ref _at) != None;

    /// <summary>How long it takes yet; zero when it is reached, or none is set.</summary>
    public TimeSpan Left
    {
        get
        {
            var at = Volatile.Read(ref _at);
            if (at == None)
            {
                return TimeSpan.Zero;
            }

            var left = time.GetElapsedTime(time.GetTimestamp(), at);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    public void Set(TimeSpan left) => Volatile.Write(ref _at, TimestampAfter(left));

    /// <summary>Sets it, unless one is set that is later.</summary>
    public void Prolong(TimeSpan left)
    {
        var wanted = TimestampAfter(left);
        long current;
        do
        {
            current = Volatile.Read(ref _at);
        }
        while (wanted > current && Interlocked.CompareExchange(ref _at, wanted, current) != current);
    }

    public void Clear() => Volatile.Write(ref _at, None);

    private long TimestampAfter(TimeSpan left) => time.GetTimestamp() + (long)(left.TotalSeconds * time.TimestampFrequency);
}
