namespace ExtensibleWebhooks.Runtime.Cache;

/// <summary>The paces of list and watch: client-go's own figures unless said otherwise.</summary>
public sealed record ReflectorTimings
{
    /// <summary>A watch is asked to last a random time from this…</summary>
    public TimeSpan MinWatch { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>…to this, so that the watches of many clients do not end together.</summary>
    public TimeSpan MaxWatch { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How much longer than asked a watch may last before we end it ourselves (ours).</summary>
    public TimeSpan WatchGrace { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A watch without a byte for so long is opened anew: bookmarks come about once a minute, so the connection is probably dead (ours).</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>The first wait after a fault; doubled each time.</summary>
    public TimeSpan InitialBackoff { get; init; } = TimeSpan.FromMilliseconds(800);

    /// <summary>The longest wait, before jitter of up to as much again.</summary>
    public TimeSpan MaxBackoff { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>After so long without a fault the waits start from the first again.</summary>
    public TimeSpan HealthyAfter { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>A watch that ends sooner than this with nothing said counts as a fault, or we would spin.</summary>
    public TimeSpan VeryShortWatch { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How often a kind that is not served is looked for (ours).</summary>
    public TimeSpan AbsentKindRetry { get; init; } = TimeSpan.FromSeconds(30);
}
