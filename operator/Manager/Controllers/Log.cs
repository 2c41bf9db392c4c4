namespace ExtensibleWebhooks.Manager.Controllers;

/// <summary>Ids 2500 to 2599.</summary>
internal static partial class Log
{
    [LoggerMessage(2500, LogLevel.Information, "{Destination}: its tokens were revoked at the provider", EventName = "TokensRevoked")]
    public static partial void Revoked(this ILogger logger, string destination);

    [LoggerMessage(2501, LogLevel.Warning, "{Destination}: deleted without revoking its tokens: {Why}", EventName = "TokensNotRevoked")]
    public static partial void NotRevoked(this ILogger logger, string destination, string why);
}
