using System.CommandLine;
using System.Text.Json;
using ExtensibleWebhooks.Cli.Arguments;
using ExtensibleWebhooks.Cli.Inspect;
using ExtensibleWebhooks.Crds;
using ExtensibleWebhooks.Worker.Inspect;

namespace ExtensibleWebhooks.Cli.Replays;

/// <summary><c>webhooks replays</c>: what a worker sends, or has sent, again; and a time range of its events to begin with.</summary>
internal static class ReplaysCommand
{
    public static Command Create() => new("replays", "Webhooks that are sent again: list, show, cancel, and start one of a time range of the events (dead-letters replay starts one of dead letters)")
    {
        CreateList(),
        CreateShow(),
        StartCommand.Create(),
        CreateCancel(),
    };

    private static Command CreateList()
    {
        var (inspect, output) = (new InspectOptions(), OutputOption.Create());
        var command = new Command("list", "List the replays under way, and the last hundred that have ended, the newest first") { output };
        inspect.AddTo(command);
        command.SetAction((result, cancellationToken) => InspectRun.RunAsync(
            result,
            inspect,
            async client =>
            {
                var (page, problem) = await client.GetAsync<ReplayPage>("replay", cancellationToken);
                if (page is not null)
                {
                    await WriteAsync(result, page, result.GetValue(output), page.Items.Count == 0 ? "" : ReplayText.List(page.Items));
                    await (page.Items.Count == 0 ? result.InvocationConfiguration.Error.WriteLineAsync("There are no replays.") : Task.CompletedTask);
                }

                return problem;
            }));
        return command;
    }

    private static Command CreateShow() => CreateOfOne("show", "Show a replay", static (client, id, cancellationToken) => client.GetAsync<ReplayStatus>($"replay/{id}", cancellationToken), ReplayText.Show);

    private static Command CreateCancel() => CreateOfOne(
        "cancel",
        "End a replay; what went back to its destination by then is sent all the same",
        static (client, id, cancellationToken) => client.DeleteAsync<ReplayStatus>($"replay/{id}", cancellationToken),
        replay => ReplayText.Line(replay) + "\n");

    private static Command CreateOfOne(string name, string description, Func<InspectClient, string, CancellationToken, Task<InspectAnswer<ReplayStatus>>> ask, Func<ReplayStatus, string> show)
    {
        var (inspect, output) = (new InspectOptions(), OutputOption.Create());
        var id = new Argument<string>("ID") { Description = "As list shows it" };
        var command = new Command(name, description) { id, output };
        inspect.AddTo(command);
        command.SetAction((result, cancellationToken) => InspectRun.RunAsync(
            result,
            inspect,
            async client =>
            {
                var (replay, problem) = await ask(client, Uri.EscapeDataString(result.GetRequiredValue(id)), cancellationToken);
                if (replay is not null)
                {
                    await WriteAsync(result, replay, result.GetValue(output), show(replay));
                }

                return problem;
            }));
        return command;
    }

    private static Task WriteAsync<T>(ParseResult result, T value, OutputFormat format, string text) =>
        result.InvocationConfiguration.Output.WriteAsync(format == OutputFormat.Json ? JsonSerializer.Serialize(value, Json.Options) + "\n" : text);
}
