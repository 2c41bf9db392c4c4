using ExtensibleWebhooks.Runtime.Client;
using Microsoft.Extensions.Logging;

namespace ExtensibleWebhooks.Runtime.Admission;

/// <summary>Ids 1800 to 1899.</summary>
internal static partial class Log
{
    [LoggerMessage(1800, LogLevel.Information, "{Operation} of {Kind} {Key} refused (dry run: {IsDryRun}), {Causes} causes", EventName = "AdmissionRefused")]
    public static partial void Refused(ILogger logger, AdmissionOperation operation, string kind, NamespacedName key, bool isDryRun, int causes);

    [LoggerMessage(1801, LogLevel.Error, "A validation webhook threw: {Fault}", EventName = "AdmissionThrew")]
    public static partial void Threw(ILogger logger, string fault, Exception? exception);
}
