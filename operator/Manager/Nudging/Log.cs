namespace ExtensibleWebhooks.Manager.Nudging;

/// <summary>Ids 2100 to 2199.</summary>
internal static partial class Log
{
    [LoggerMessage(2100, LogLevel.Information, "Pod {Namespace}/{Name} told of its changed Secret", EventName = "PodNudged")]
    public static partial void PodNudged(this ILogger logger, string @namespace, string name);
}
