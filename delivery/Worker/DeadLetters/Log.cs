namespace ExtensibleWebhooks.Worker.DeadLetters;

/// <summary>Event ids 3500 to 3599.</summary>
internal static partial class Log
{
    [LoggerMessage(3500, LogLevel.Warning, "{Count} dead letters of {Destination} were deleted by deadLetters.maxAge or maxCount", EventName = "DeadLettersDropped")]
    public static partial void DeadLettersDropped(this ILogger logger, string destination, int count);

    [LoggerMessage(3501, LogLevel.Error, "The dead letters cannot be read, it is tried again: {Reason}", EventName = "DeadLettersUnreadable")]
    public static partial void DeadLettersUnreadable(this ILogger logger, string reason);
}
