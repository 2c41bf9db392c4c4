using ExtensibleWebhooks.Runtime.Client;
using Microsoft.Extensions.Logging;

namespace ExtensibleWebhooks.Runtime.Events;

/// <summary>Ids 1500 to 1599.</summary>
internal static partial class Log
{
    [LoggerMessage(1500, LogLevel.Debug, "An event ({Reason}) was not written: {Error}")]
    public static partial void EventFailed(ILogger logger, string reason, ApiError error);

    [LoggerMessage(1501, LogLevel.Warning, "An event ({Reason}) was not written: {Fault}")]
    public static partial void EventFaulted(ILogger logger, string reason, string fault);
}
