namespace ExtensibleWebhooks.Worker.Replays;

/// <summary>What bounds replays.</summary>
internal static class ReplayLimits
{
    /// <summary>A second, where none is asked for.</summary>
    public const int DefaultRate = 50;

    public const int MaxRate = 10_000;

    /// <summary>Replays that have not ended.</summary>
    public const int MaxOpen = 32;

    /// <summary>Dead letters of one commit.</summary>
    public const int MaxAtOnce = 200;

    /// <summary>Parked deliveries of a lane above which a replay waits: an endpoint in trouble gets room, and the log's own events are not kept from the parking.</summary>
    public const int MaxParked = 1_000;

    /// <summary>Between two looks at what it waits for.</summary>
    public static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    /// <summary>Dead letters of one commit: about ten commits a second, so that a rate is even.</summary>
    public static int AtOnce(int ratePerSecond) => Math.Clamp(ratePerSecond / 10, 1, MaxAtOnce);
}
