namespace ExtensibleWebhooks.Worker.Hosting;

/// <summary>Event ids 3600 to 3699.</summary>
internal static partial class Log
{
    [LoggerMessage(3600, LogLevel.Information, "Worker started: events at {IngestUrl}, metrics, health and inspect at {ManagementUrl}, data in {DataFolder}", EventName = "WorkerStarted")]
    public static partial void WorkerStarted(this ILogger logger, string ingestUrl, string managementUrl, string dataFolder);

    [LoggerMessage(3601, LogLevel.Information, "Worker stops: no more events are taken, deliveries under way may end within {Timeout}", EventName = "WorkerStopping")]
    public static partial void WorkerStopping(this ILogger logger, TimeSpan timeout);

    [LoggerMessage(3602, LogLevel.Information, "Worker stopped", EventName = "WorkerStopped")]
    public static partial void WorkerStopped(this ILogger logger);

    [LoggerMessage(3603, LogLevel.Error, "The write key's file {File} is missing or empty: no events are taken", EventName = "WriteKeyMissing")]
    public static partial void WriteKeyMissing(this ILogger logger, string file);

    [LoggerMessage(3604, LogLevel.Critical, "A part of the worker failed; the worker stops", EventName = "WorkerFailed")]
    public static partial void WorkerFailed(this ILogger logger, Exception exception);
}
