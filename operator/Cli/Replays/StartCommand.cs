using System.CommandLine;
using System.Text.Json;
using ExtensibleWebhooks.Cli.Arguments;
using ExtensibleWebhooks.Cli.Inspect;
using ExtensibleWebhooks.Crds;
using ExtensibleWebhooks.Worker.Inspect;
using ExtensibleWebhooks.Worker.Replays;

namespace ExtensibleWebhooks.Cli.Replays;

/// <summary><c>webhooks replays start</c>: a time range of the events, through the mappings of now.</summary>
internal sealed class StartCommand
{
    private readonly InspectOptions _inspect = new();

    private readonly Option<string> _destination = new("--destination", "-d") { Description = "The WebhookDestination that gets them again", HelpName = "NAME", Required = true };

    private readonly Option<DateTimeOffset?> _since = TimeOption.Create("--since", "Accepted then or later: a time (2026-01-31T12:00:00Z), or how long ago (2h)");

    private readonly Option<DateTimeOffset?> _until = TimeOption.Create("--until", "Accepted before: a time, or how long ago [default: now]");

    private readonly Option<string?> _trigger = new("--trigger") { Description = "Of them, those that this trigger is true of: type = \"track\"", HelpName = "TRIGGER" };

    private readonly Option<int?> _rate = RateOption.Create("At most so many webhooks a second");

    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Only count" };

    private readonly Option<bool> _noWait = new("--no-wait") { Description = "Do not wait until all are delivered or given up" };

    private readonly Option<OutputFormat> _output = OutputOption.Create();

    private StartCommand()
    {
    }

    public static Command Create()
    {
        var start = new StartCommand();
        start._since.Required = true;
        var command = new Command(
            "start",
            "Send a time range of the events again, through the insert function and the mappings of now: webhooks replays start --destination crm --since 2h\nEnds with 1 if any is given up.")
        {
            start._destination, start._since, start._until, start._trigger, start._rate, start._dryRun, start._noWait, start._output,
        };
        start._inspect.AddTo(command);
        command.SetAction((result, cancellationToken) => InspectRun.RunAsync(result, start._inspect, client => start.RunAsync(client, result, cancellationToken)));
        return command;
    }

    private async Task<string?> RunAsync(InspectClient client, ParseResult result, CancellationToken cancellationToken)
    {
        var request = new ReplayRequest
        {
            Destination = result.GetValue(_destination),
            Events = new EventRange { Since = result.GetValue(_since), Until = result.GetValue(_until), Trigger = result.GetValue(_trigger) },
            RatePerSecond = result.GetValue(_rate),
            DryRun = result.GetValue(_dryRun),
        };
        var (replay, problem) = await client.PostAsync<ReplayStatus>("replay", request, cancellationToken);
        if (replay is not null && !result.GetValue(_noWait))
        {
            (replay, problem) = await ReplayWait.UntilEndAsync(client, replay, cancellationToken);
        }

        if (replay is null)
        {
            return problem;
        }

        var (output, error) = (result.InvocationConfiguration.Output, result.InvocationConfiguration.Error);
        await output.WriteLineAsync(result.GetValue(_output) == OutputFormat.Json ? JsonSerializer.Serialize(replay, Json.Options) : ReplayText.Line(replay));
        if (replay.LogBegins is { } begins)
        {
            await error.WriteLineAsync($"The log has events since {Shown.Time(begins)}: those before are gone.");
        }

        if (replay.Missed > 0)
        {
            await error.WriteLineAsync($"{Shown.Number(replay.Missed.Value)} events were gone from the log by the time that the replay came to them.");
        }

        return problem ?? (replay.Failed > 0 ? $"{Shown.Number(replay.Failed)} of {replay.Destination} were given up" : null);
    }
}
