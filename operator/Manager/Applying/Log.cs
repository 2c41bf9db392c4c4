namespace ExtensibleWebhooks.Manager.Applying;

/// <summary>Ids 2000 to 2099.</summary>
internal static partial class Log
{
    [LoggerMessage(2000, LogLevel.Information, "{Kind} {Namespace}/{Name} applied", EventName = "ObjectApplied")]
    public static partial void Applied(this ILogger logger, string kind, string @namespace, string name);

    [LoggerMessage(2001, LogLevel.Information, "{Kind} {Namespace}/{Name} deleted: it is no longer wanted", EventName = "ObjectPruned")]
    public static partial void Pruned(this ILogger logger, string kind, string @namespace, string name);
}
