namespace ExtensibleWebhooks.Worker.EventLog;

/// <summary>Event ids 3100 to 3199.</summary>
internal static partial class Log
{
    [LoggerMessage(3100, LogLevel.Information, "Event log opened: {Events} events from {Oldest} to {Head}, {Lanes} lanes, {Keys} message ids remembered", EventName = "LogOpened")]
    public static partial void LogOpened(this ILogger logger, long events, LogPosition oldest, LogPosition head, int lanes, int keys);

    [LoggerMessage(3101, LogLevel.Error, "The block of {Events} events at {Position} is damaged and is skipped: {Reason}", EventName = "LogBlockDamaged")]
    public static partial void LogBlockDamaged(this ILogger logger, long events, LogPosition position, string reason);

    [LoggerMessage(3102, LogLevel.Warning, "Retention deleted {Events} events that lane {Lane} had not committed; the log keeps too little for how far it is behind", EventName = "LogExpiredUnread")]
    public static partial void LogExpiredUnread(this ILogger logger, string lane, long events);

    [LoggerMessage(3103, LogLevel.Error, "Lane {Lane} cannot read the log and tries again: {Reason}", EventName = "LogReadFailed")]
    public static partial void LogReadFailed(this ILogger logger, string lane, string reason);

    [LoggerMessage(3104, LogLevel.Error, "Retention failed and is tried again later: {Reason}", EventName = "LogRetentionFailed")]
    public static partial void LogRetentionFailed(this ILogger logger, string reason);

    [LoggerMessage(3105, LogLevel.Warning, "{Keys} message ids are remembered, the most that memory may hold; deduplication reaches back {Seconds} seconds only", EventName = "LogDeduplicationShortened")]
    public static partial void LogDeduplicationShortened(this ILogger logger, int keys, long seconds);
}
