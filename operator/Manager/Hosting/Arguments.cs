namespace ExtensibleWebhooks.Manager.Hosting;

/// <summary>The command line: <c>[--config FILE]</c>.</summary>
internal static class Arguments
{
    public const string DefaultConfig = "/etc/extensible-webhooks/config.json";

    /// <summary>The configuration file; null where the arguments are not understood.</summary>
    public static string? ConfigPathOf(IReadOnlyList<string> arguments) => arguments switch
    {
        [] => DefaultConfig,
        ["--config", var path] => path,
        _ => null,
    };
}
