namespace ExtensibleWebhooks.Worker.Replays;

/// <summary>Event ids 3900 to 3999.</summary>
internal static partial class Log
{
    [LoggerMessage(3900, LogLevel.Information, "Replay {Id} of {Destination} begins or goes on: {Of}, {Rate} a second", EventName = "ReplayStarted")]
    public static partial void ReplayStarted(this ILogger logger, string id, string destination, string of, int rate);

    [LoggerMessage(3901, LogLevel.Information, "Replay {Id} of {Destination} has ended: {Delivered} delivered, {Failed} given up again", EventName = "ReplayEnded")]
    public static partial void ReplayEnded(this ILogger logger, string id, string destination, long delivered, long failed);

    [LoggerMessage(3902, LogLevel.Warning, "Replay {Id} of {Destination} failed: {Reason}", EventName = "ReplayFailed")]
    public static partial void ReplayFailed(this ILogger logger, string id, string destination, string reason);

    [LoggerMessage(3903, LogLevel.Error, "The replays cannot be read or kept, it is tried again: {Reason}", EventName = "ReplaysDelayed")]
    public static partial void ReplaysDelayed(this ILogger logger, string reason);
}
