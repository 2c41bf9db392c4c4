namespace ExtensibleWebhooks.Worker.Configuration;

/// <summary>Event ids 3300 to 3399.</summary>
internal static partial class Log
{
    [LoggerMessage(3300, LogLevel.Information, "Configuration {Revision} is in force: {Destinations} destinations, {Mappings} mappings", EventName = "ConfigApplied")]
    public static partial void ConfigApplied(this ILogger logger, string revision, int destinations, int mappings);

    [LoggerMessage(3301, LogLevel.Error, "The configuration is refused, {Current} stays in force: {Problem}", EventName = "ConfigRefused")]
    public static partial void ConfigRefused(this ILogger logger, string current, string problem);

    [LoggerMessage(3302, LogLevel.Error, "Mapping {Mapping} of destination {Destination} is left out: {Problem}", EventName = "MappingLeftOut")]
    public static partial void MappingLeftOut(this ILogger logger, string destination, string mapping, string problem);

    [LoggerMessage(3303, LogLevel.Information, "Credentials changed", EventName = "CredentialsChanged")]
    public static partial void CredentialsChanged(this ILogger logger);

    [LoggerMessage(3304, LogLevel.Information, "Waiting for the configuration: {Problem}", EventName = "ConfigAwaited")]
    public static partial void ConfigAwaited(this ILogger logger, string problem);
}
