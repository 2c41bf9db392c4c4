using System.CommandLine;

namespace ExtensibleWebhooks.Cli.Arguments;

/// <summary>The option that says for whom a command writes.</summary>
internal static class OutputOption
{
    public static Option<OutputFormat> Create() => new("--output", "-o") { Description = "text for people, json for programs", HelpName = "text|json" };
}
