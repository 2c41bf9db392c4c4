namespace ExtensibleWebhooks.Worker.Storage;

/// <summary>Event ids 3000 to 3099.</summary>
internal static partial class Log
{
    [LoggerMessage(3000, LogLevel.Information, "Store opened at {Path}", EventName = "StoreOpened")]
    public static partial void StoreOpened(this ILogger logger, string path);

    [LoggerMessage(3001, LogLevel.Error, "A group commit of {Writes} writes failed: {Reason}", EventName = "StoreCommitFailed")]
    public static partial void StoreCommitFailed(this ILogger logger, int writes, string reason);

    [LoggerMessage(3002, LogLevel.Critical, "A write has a defect; the other writes of its group go on", EventName = "StoreWriteDefect")]
    public static partial void StoreWriteDefect(this ILogger logger, Exception exception);

    [LoggerMessage(3003, LogLevel.Warning, "The last commit of {Path} was torn by a crash at byte {Place} of its write-ahead log, and is not kept: nobody was told that it was", EventName = "StoreTailTorn")]
    public static partial void StoreTailTorn(this ILogger logger, string path, long place);
}
