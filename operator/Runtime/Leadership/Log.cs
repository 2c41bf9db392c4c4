using Microsoft.Extensions.Logging;

namespace ExtensibleWebhooks.Runtime.Leadership;

/// <summary>Ids 1400 to 1499.</summary>
internal static partial class Log
{
    [LoggerMessage(1400, LogLevel.Information, "{Identity} waits to lead by Lease {Lease}")]
    public static partial void Waits(ILogger logger, string identity, string lease);

    [LoggerMessage(1401, LogLevel.Information, "{Identity} leads")]
    public static partial void Leads(ILogger logger, string identity);

    [LoggerMessage(1402, LogLevel.Error, "{Identity} no longer leads: the Lease could not be renewed in time, or another holds it")]
    public static partial void Lost(ILogger logger, string identity);

    [LoggerMessage(1403, LogLevel.Information, "{Identity} gave the Lease back")]
    public static partial void Released(ILogger logger, string identity);

    [LoggerMessage(1404, LogLevel.Warning, "The Lease could not be read or written: {Fault}; trying again")]
    public static partial void TryFailed(ILogger logger, string fault);
}
