namespace ExtensibleWebhooks.Manager.Replays;

/// <summary>Ids 2400 to 2499.</summary>
internal static partial class Log
{
    [LoggerMessage(2400, LogLevel.Information, "Replay {Id} of {Source} is ended: its WebhookReplay is gone", EventName = "ReplayOrphaned")]
    public static partial void ReplayOrphaned(this ILogger logger, string id, string source);
}
