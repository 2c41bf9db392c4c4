namespace ExtensibleWebhooks.Worker.Ingest;

/// <summary>Event ids 3200 to 3299.</summary>
internal static partial class Log
{
    [LoggerMessage(3200, LogLevel.Warning, "{Requests} requests with an unknown write key were answered 200 and dropped, as the tracking API does. Compare the key that senders use with the source's Secret", EventName = "IngestUnknownWriteKey")]
    public static partial void IngestUnknownWriteKey(this ILogger logger, long requests);

    [LoggerMessage(3201, LogLevel.Warning, "{Events} invalid events were dropped; the last reason was {Reason}", EventName = "IngestEventsRejected")]
    public static partial void IngestEventsRejected(this ILogger logger, long events, string reason);

    [LoggerMessage(3202, LogLevel.Error, "{Requests} requests were answered 503 because the event log could not keep their events: {Reason}", EventName = "IngestLogUnavailable")]
    public static partial void IngestLogUnavailable(this ILogger logger, long requests, string reason);

    [LoggerMessage(3203, LogLevel.Warning, "{Requests} requests were answered 400; the last one: {Reason}", EventName = "IngestBadRequests")]
    public static partial void IngestBadRequests(this ILogger logger, long requests, string reason);
}
