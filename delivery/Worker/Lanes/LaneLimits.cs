namespace ExtensibleWebhooks.Worker.Lanes;

/// <summary>What bounds one lane beside its destination's own settings.</summary>
internal static class LaneLimits
{
    /// <summary>Events that may overtake a slow one before the lane waits for it. 16 bytes each.</summary>
    public const int Window = 16_384;

    /// <summary>Events asked from the log at once.</summary>
    public const int ReadEvents = 512;

    /// <summary>Parked deliveries above which the lane stops reading; the log keeps the rest.</summary>
    public const int MaxParked = 100_000;

    /// <summary>Due deliveries read from the store at once.</summary>
    public const int ReadDue = 64;

    /// <summary>How long deliveries that are done wait for their commit, so that one commit carries many: what a crash may repeat beside those under way.</summary>
    public static readonly TimeSpan CommitInterval = TimeSpan.FromMilliseconds(50);

    /// <summary>The same where no event wanted a delivery: repeating it sends nothing.</summary>
    public static readonly TimeSpan QuietCommitInterval = TimeSpan.FromSeconds(1);

    /// <summary>How long to wait after the store refused a write.</summary>
    public static readonly TimeSpan StoreRetry = TimeSpan.FromMilliseconds(500);

    /// <summary>How long the deliveries under way of a destination that is gone may take beyond their timeout: until their outcome is kept.</summary>
    public static readonly TimeSpan LeaveTime = TimeSpan.FromSeconds(15);

    /// <summary>Added to the wait for a deadline: a timer that rings a moment too early would only be set again.</summary>
    public static readonly TimeSpan TimerGrain = TimeSpan.FromMilliseconds(1);
}
