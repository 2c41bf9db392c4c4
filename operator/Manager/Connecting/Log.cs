namespace ExtensibleWebhooks.Manager.Connecting;

/// <summary>Ids 2600 to 2699.</summary>
internal static partial class Log
{
    [LoggerMessage(2600, LogLevel.Information, "{Destination}: a browser was sent to the provider", EventName = "ConnectBegan")]
    public static partial void ConnectBegan(this ILogger logger, string destination);

    [LoggerMessage(2601, LogLevel.Information, "{Destination}: connected", EventName = "Connected")]
    public static partial void Connected(this ILogger logger, string destination);

    [LoggerMessage(2602, LogLevel.Warning, "{Destination}: not connected: {Why}", EventName = "ConnectFailed")]
    public static partial void ConnectFailed(this ILogger logger, string destination, string why);

    [LoggerMessage(2603, LogLevel.Information, "{Destination}: a callback was refused: {Reason}", EventName = "ConnectRejected")]
    public static partial void ConnectRejected(this ILogger logger, string destination, string reason);

    [LoggerMessage(2604, LogLevel.Information, "{Destination}: disconnected. {Told}", EventName = "Disconnected")]
    public static partial void Disconnected(this ILogger logger, string destination, string told);

    [LoggerMessage(2605, LogLevel.Warning, "A connect page could not be answered: {Why}", EventName = "ConnectUnanswered")]
    public static partial void ConnectUnanswered(this ILogger logger, string why);
}
