namespace ExtensibleWebhooks.Manager.Statuses;

/// <summary>Ids 2300 to 2399.</summary>
internal static partial class Log
{
    [LoggerMessage(2300, LogLevel.Information, "{Kind} {Namespace}/{Name}: Ready is {Status}, {Reason}", EventName = "ReadyTurned")]
    public static partial void ReadyTurned(this ILogger logger, string kind, string @namespace, string name, string status, string reason);
}
