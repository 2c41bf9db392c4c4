namespace ExtensibleWebhooks.Runtime.Queue;

/// <summary>
/// How long a key waits after its n-th failure in a row: 5 ms doubled each time, up to 1000 s (client-go's figures), less up to a tenth, so that keys which
/// failed together do not come back together. Grows strictly until it reaches the last tenth below the longest.
/// </summary>
internal sealed class ItemBackoff(TimeSpan initial, TimeSpan max, Random random)
{
    public static readonly TimeSpan DefaultInitial = TimeSpan.FromMilliseconds(5);
    public static readonly TimeSpan DefaultMax = TimeSpan.FromSeconds(1000);

    private const double Jitter = 0.1;

    /// <param name="failures">Counted from one.</param>
    public TimeSpan Delay(int failures)
    {
        var full = Math.Min(initial.TotalMilliseconds * Math.Pow(2, failures - 1), max.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(full * (1 - (Jitter * random.NextDouble())));
    }
}
