using System.CommandLine;
using ExtensibleWebhooks.Cli.Arguments;

namespace ExtensibleWebhooks.Cli.DeadLetters;

/// <summary><c>webhooks dead-letters</c>: what was given up, and what to do with it.</summary>
internal static class DeadLettersCommand
{
    public static Command Create(StandardStreams streams) => new("dead-letters", "Webhooks that were given up: list, show, export, replay, delete")
    {
        ListCommand.Create(),
        ShowCommand.Create(streams.IsTerminal),
        ExportCommand.Create(streams.Output),
        ReplayCommand.Create(),
        DeleteCommand.Create(),
    };
}
