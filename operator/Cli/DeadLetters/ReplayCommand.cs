using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;
using ExtensibleWebhooks.Cli.Arguments;
using ExtensibleWebhooks.Cli.Inspect;
using ExtensibleWebhooks.Crds;
using ExtensibleWebhooks.Worker.DeadLetters;
using ExtensibleWebhooks.Worker.Inspect;
using ExtensibleWebhooks.Worker.Replays;

namespace ExtensibleWebhooks.Cli.DeadLetters;

/// <summary><c>webhooks dead-letters replay</c>: a replay for each destination, and what became of them.</summary>
internal sealed class ReplayCommand
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    private readonly InspectOptions _inspect = new();

    private readonly SelectionOptions _selection = new();

    private readonly Option<int?> _rate = new("--rate") { Description = $"At most so many a second, of each destination [default: {ReplayLimits.DefaultRate}]", HelpName = "N" };

    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Only count" };

    private readonly Option<bool> _noWait = new("--no-wait") { Description = "Do not wait until all are delivered or given up again" };

    private readonly Option<OutputFormat> _output = OutputOption.Create();

    private ReplayCommand()
    {
    }

    public static Command Create()
    {
        var replay = new ReplayCommand();
        var command = new Command("replay", "Send dead letters again, as they were: webhooks dead-letters replay --destination crm --since 2h\nEnds with 1 if any is given up again.")
        {
            replay._rate, replay._dryRun, replay._noWait, replay._output,
        };
        replay._selection.AddTo(command);
        replay._inspect.AddTo(command);
        replay._rate.Validators.Add(ValidateRate);
        command.SetAction((result, cancellationToken) => InspectRun.RunAsync(result, replay._inspect, client => replay.RunAsync(client, result, cancellationToken)));
        return command;
    }

    private static void ValidateRate(OptionResult result)
    {
        if (result.GetValueOrDefault<int?>() is < 1 or > ReplayLimits.MaxRate)
        {
            result.AddError($"--rate is from 1 to {ReplayLimits.MaxRate}.");
        }
    }

    private async Task<string?> RunAsync(InspectClient client, ParseResult result, CancellationToken cancellationToken)
    {
        var filter = _selection.Read(result);
        var (destinations, problem) = await DestinationsAsync(client, filter, cancellationToken);
        if (destinations is null)
        {
            return problem;
        }

        var replays = new List<ReplayStatus>();
        var problems = new List<string>();
        foreach (var destination in destinations)
        {
            var request = new ReplayRequest
            {
                Destination = destination,
                DeadLetters = filter with { Destination = null },
                RatePerSecond = result.GetValue(_rate),
                DryRun = result.GetValue(_dryRun),
            };
            (var replay, problem) = await client.PostAsync<ReplayStatus>("replay", request, cancellationToken);
            if (replay is not null && !result.GetValue(_noWait))
            {
                (replay, problem) = await WaitAsync(client, replay, cancellationToken);
            }

            replays.AddRange(replay is null ? [] : [replay]);
            problems.AddRange(problem is null ? [] : [problem]);
        }

        Write(result, replays);
        problems.AddRange(replays.Where(replay => replay.Failed > 0).Select(replay => $"{Shown.Number(replay.Failed)} of {replay.Destination} were given up again"));
        return problems.Count == 0 ? null : string.Join("\nwebhooks: ", problems);
    }

    /// <summary>One replay is of one destination.</summary>
    private static async Task<InspectAnswer<IReadOnlyList<string>>> DestinationsAsync(InspectClient client, DeadLetterFilter filter, CancellationToken cancellationToken)
    {
        if (filter.Destination is { } destination)
        {
            return new InspectAnswer<IReadOnlyList<string>>([destination], null);
        }

        if (filter.Ids is null)
        {
            var (status, problem) = await client.GetAsync<WorkerStatus>("status", cancellationToken);
            return new InspectAnswer<IReadOnlyList<string>>(status?.Destinations.Where(figures => figures.DeadLetters > 0).Select(figures => figures.Name).ToList(), problem);
        }

        var (page, unread) = await client.GetAsync<DeadLetterPage>($"dead-letters{FilterOptions.QueryOf(filter, ("limit", Shown.Number(DeadLetterFilter.MaxIds)))}", cancellationToken);
        return page is { Items.Count: 0 }
            ? new InspectAnswer<IReadOnlyList<string>>(null, "there is no such dead letter")
            : new InspectAnswer<IReadOnlyList<string>>(page?.Items.Select(item => item.Destination).Distinct().ToList(), unread);
    }

    private static async Task<InspectAnswer<ReplayStatus>> WaitAsync(InspectClient client, ReplayStatus replay, CancellationToken cancellationToken)
    {
        while (replay.Phase is ReplayPhase.Running or ReplayPhase.Sending)
        {
            await Task.Delay(Look, TimeProvider.System, cancellationToken);
            var (next, problem) = await client.GetAsync<ReplayStatus>($"replay/{replay.Id}", cancellationToken);
            if (next is null)
            {
                return new InspectAnswer<ReplayStatus>(replay, $"{problem}\nThe replay goes on without this command.");
            }

            replay = next;
        }

        return new InspectAnswer<ReplayStatus>(replay, replay.Message);
    }

    private void Write(ParseResult result, List<ReplayStatus> replays)
    {
        var output = result.InvocationConfiguration.Output;
        if (result.GetValue(_output) == OutputFormat.Json)
        {
            output.WriteLine(JsonSerializer.Serialize(new { items = replays }, Json.Options));
            return;
        }

        foreach (var replay in replays)
        {
            output.WriteLine(replay.Id is null
                ? $"{replay.Destination}: {Shown.Number(replay.Matched)} dead letters would be sent again"
                : $"{replay.Destination}: replay {replay.Id} {replay.Phase}: {Shown.Number(replay.Delivered)} of {Shown.Number(replay.Matched)} delivered, {Shown.Number(replay.Pending)} pending, {Shown.Number(replay.Failed)} given up again");
        }

        if (replays.Count == 0)
        {
            result.InvocationConfiguration.Error.WriteLine("There are no such dead letters of a destination that is served.");
        }
    }
}
