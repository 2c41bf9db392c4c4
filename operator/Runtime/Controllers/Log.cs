using ExtensibleWebhooks.Runtime.Client;
using Microsoft.Extensions.Logging;

namespace ExtensibleWebhooks.Runtime.Controllers;

/// <summary>Ids 1300 to 1399.</summary>
internal static partial class Log
{
    [LoggerMessage(1300, LogLevel.Information, "Controller {Controller} works on up to {MaxConcurrent} entities at once")]
    public static partial void Started(ILogger logger, string controller, int maxConcurrent);

    [LoggerMessage(1301, LogLevel.Information, "Controller {Controller} stopped")]
    public static partial void Stopped(ILogger logger, string controller);

    [LoggerMessage(1302, LogLevel.Debug, "Controller {Controller}, {Key}: {Reason}; looking again")]
    public static partial void Conflict(ILogger logger, string controller, NamespacedName key, string reason);

    [LoggerMessage(1303, LogLevel.Warning, "Controller {Controller}, {Key}: failed {Failures} times in a row: {Reason}; trying again")]
    public static partial void Failed(ILogger logger, string controller, NamespacedName key, int failures, string reason, Exception? exception);

    [LoggerMessage(1304, LogLevel.Warning, "Controller {Controller}, {Key}: {Reason}; waiting for a change")]
    public static partial void FailedForGood(ILogger logger, string controller, NamespacedName key, string reason);
}
