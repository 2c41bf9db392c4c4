namespace ExtensibleWebhooks.Credentials.Lifecycle;

/// <summary>Full jitter: a time between nothing and a ceiling that doubles with each failure.</summary>
internal static class Backoff
{
    public static readonly TimeSpan First = TimeSpan.FromSeconds(1);

    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <param name="failures">In a row, from 1.</param>
    /// <param name="random">Of the jitter.</param>
    public static TimeSpan After(int failures, Random random) => Ceiling(failures) * random.NextDouble();

    public static TimeSpan Ceiling(int failures)
    {
        // Beyond that the doubled time is the longest anyway.
        var ceiling = First * Math.Pow(2, Math.Min(failures - 1, 30));
        return ceiling < Longest ? ceiling : Longest;
    }
}
