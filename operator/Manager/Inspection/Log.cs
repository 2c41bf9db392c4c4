namespace ExtensibleWebhooks.Manager.Inspection;

/// <summary>Ids 2200 to 2299.</summary>
internal static partial class Log
{
    [LoggerMessage(2200, LogLevel.Debug, "The worker of {Source} was asked for its figures and gave none", EventName = "FiguresMissing")]
    public static partial void FiguresMissing(this ILogger logger, string source);

    [LoggerMessage(2201, LogLevel.Warning, "The figures of {Source} could not be written: {Reason}", EventName = "FiguresNotWritten")]
    public static partial void FiguresNotWritten(this ILogger logger, string source, string reason);

    [LoggerMessage(2202, LogLevel.Error, "The worker of {Source} is left out of this round: {Reason}", EventName = "WorkerLeftOut")]
    public static partial void WorkerLeftOut(this ILogger logger, string source, string reason, Exception? exception);
}
