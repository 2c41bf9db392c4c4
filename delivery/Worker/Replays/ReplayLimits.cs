namespace ExtensibleWebhooks.Worker.Replays;

/// <summary>What bounds replays.</summary>
internal static class ReplayLimits
{
    /// <summary>A second, where none is asked for.</summary>
    public const int DefaultRate = 50;

    public const int MaxRate = 10_000;

    /// <summary>Replays that have not ended.</summary>
    public const int MaxOpen = 32;

    /// <summary>Webhooks of one commit.</summary>
    public const int MaxAtOnce = 200;

    /// <summary>Events of the log that are looked at for one commit, if they make too few webhooks to fill it.</summary>
    public const int MaxRead = 4096;

    /// <summary>Bytes of webhooks above which a commit takes no further event.</summary>
    public const int MaxBytes = 4 << 20;

    /// <summary>Parked deliveries of a lane above which a replay waits: an endpoint in trouble gets room, and the log's own events are not kept from the parking.</summary>
    public const int MaxParked = 1_000;

    /// <summary>Between two looks at what it waits for.</summary>
    public static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    /// <summary>A commit of a range takes no further event after so long: functions may be slow.</summary>
    public static readonly TimeSpan LongestStep = TimeSpan.FromSeconds(1);

    /// <summary>Webhooks of one commit: about ten commits a second, so that a rate is even.</summary>
    public static int AtOnce(int ratePerSecond) => Math.Clamp(ratePerSecond / 10, 1, MaxAtOnce);
}
