using ExtensibleWebhooks.Runtime.Client;
using Microsoft.Extensions.Logging;

namespace ExtensibleWebhooks.Runtime.Cache;

/// <summary>Ids 1100 to 1199.</summary>
internal static partial class Log
{
    [LoggerMessage(1100, LogLevel.Debug, "Listed {Scope}: {Count} objects ({Reason})")]
    public static partial void Listed(ILogger logger, ReflectorScope scope, int count, string reason);

    [LoggerMessage(1101, LogLevel.Debug, "The watch of {Scope} ended ({Kind}) and is resumed")]
    public static partial void WatchEnded(ILogger logger, ReflectorScope scope, WatchEndKind kind);

    [LoggerMessage(1102, LogLevel.Warning, "Could not {Verb} {Scope}: {Error}; trying again")]
    public static partial void ReflectorRefused(ILogger logger, ReflectorScope scope, string verb, ApiError error);

    [LoggerMessage(1103, LogLevel.Warning, "Could not {Verb} {Scope}: {Fault}; trying again")]
    public static partial void ReflectorFaulted(ILogger logger, ReflectorScope scope, string verb, string fault);

    [LoggerMessage(1104, LogLevel.Error, "{Resource} {Key} cannot be read at {Path}; the last readable version, if any, stays in force")]
    public static partial void Undecodable(ILogger logger, ApiResource resource, NamespacedName key, string path);

    [LoggerMessage(1105, LogLevel.Error, "A handler of {Resource} threw: {Fault}")]
    public static partial void HandlerThrew(ILogger logger, ApiResource resource, string fault);
}
