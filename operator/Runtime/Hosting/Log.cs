using ExtensibleWebhooks.Runtime.Client;
using Microsoft.Extensions.Logging;

namespace ExtensibleWebhooks.Runtime.Hosting;

/// <summary>Ids 1600 to 1699.</summary>
internal static partial class Log
{
    [LoggerMessage(1600, LogLevel.Information, "All caches are filled")]
    public static partial void CachesFilled(ILogger logger);

    [LoggerMessage(1601, LogLevel.Warning, "The cache of {Resource} is still not filled; waiting on")]
    public static partial void StillFilling(ILogger logger, ApiResource resource);

    [LoggerMessage(1602, LogLevel.Critical, "The operator faulted: {Fault}")]
    public static partial void Faulted(ILogger logger, string fault, Exception? exception);

    [LoggerMessage(1603, LogLevel.Critical, "The operator ends with code {ExitCode}")]
    public static partial void Ends(ILogger logger, int exitCode);
}
