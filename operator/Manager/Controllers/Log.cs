namespace ExtensibleWebhooks.Manager.Controllers;

/// <summary>Ids 2500 to 2599.</summary>
internal static partial class Log
{
    [LoggerMessage(2500, LogLevel.Information, "{Destination}: deleted. {Told}", EventName = "TokensRevoked")]
    public static partial void Deleted(this ILogger logger, string destination, string told);

    [LoggerMessage(2501, LogLevel.Warning, "{Destination}: deleted. {Told}", EventName = "TokensNotRevoked")]
    public static partial void DeletedWithRest(this ILogger logger, string destination, string told);
}
