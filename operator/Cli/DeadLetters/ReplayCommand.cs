using System.CommandLine;
using System.Text.Json;
using ExtensibleWebhooks.Cli.Arguments;
using ExtensibleWebhooks.Cli.Inspect;
using ExtensibleWebhooks.Cli.Replays;
using ExtensibleWebhooks.Crds;
using ExtensibleWebhooks.Worker.DeadLetters;
using ExtensibleWebhooks.Worker.Inspect;

namespace ExtensibleWebhooks.Cli.DeadLetters;

/// <summary><c>webhooks dead-letters replay</c>: a replay for each destination, and what became of them.</summary>
internal sealed class ReplayCommand
{
    private readonly InspectOptions _inspect = new();

    private readonly SelectionOptions _selection = new();

    private readonly Option<int?> _rate = RateOption.Create("At most so many a second, of each destination");

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
        command.SetAction((result, cancellationToken) => InspectRun.RunAsync(result, replay._inspect, client => replay.RunAsync(client, result, cancellationToken)));
        return command;
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
                (replay, problem) = await ReplayWait.UntilEndAsync(client, replay, cancellationToken);
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
            output.WriteLine(ReplayText.Line(replay));
        }

        if (replays.Count == 0)
        {
            result.InvocationConfiguration.Error.WriteLine("There are no such dead letters of a destination that is served.");
        }
    }
}
