using System.CommandLine;
using System.Text.Json;
using ExtensibleWebhooks.Cli.Arguments;
using ExtensibleWebhooks.Cli.Inspect;
using ExtensibleWebhooks.Crds;
using ExtensibleWebhooks.Worker.Inspect;

namespace ExtensibleWebhooks.Cli.Destinations;

/// <summary><c>webhooks destinations</c>: how deliveries go, as the worker tells it.</summary>
internal static class DestinationsCommand
{
    public static Command Create() => new("destinations", "Destinations as a worker serves them: list, show") { CreateList(), CreateShow() };

    private static Command CreateList()
    {
        var inspect = new InspectOptions();
        var output = OutputOption.Create();
        var command = new Command("list", "List the destinations with their figures") { output };
        inspect.AddTo(command);
        command.SetAction((result, cancellationToken) => InspectRun.RunAsync(
            result,
            inspect,
            async client =>
            {
                var (status, problem) = await client.GetAsync<WorkerStatus>("status", cancellationToken);
                if (status is not null)
                {
                    await result.InvocationConfiguration.Output.WriteAsync(
                        result.GetValue(output) == OutputFormat.Json ? JsonSerializer.Serialize(new { items = status.Destinations }, Json.Options) + "\n" : DestinationText.List(status.Destinations));
                }

                return problem;
            }));
        return command;
    }

    private static Command CreateShow()
    {
        var inspect = new InspectOptions();
        var name = new Argument<string>("NAME") { Description = "As list shows it" };
        var output = OutputOption.Create();
        var command = new Command("show", "Show a destination: state, figures, and when what fails is tried again") { name, output };
        inspect.AddTo(command);
        command.SetAction((result, cancellationToken) => InspectRun.RunAsync(
            result,
            inspect,
            async client =>
            {
                var (status, problem) = await client.GetAsync<WorkerStatus>("status", cancellationToken);
                if (status is null)
                {
                    return problem;
                }

                if (status.Destinations.FirstOrDefault(figures => figures.Name == result.GetValue(name)) is not { } found)
                {
                    return $"the worker serves no destination {result.GetValue(name)}: it does not exist, or it is disabled";
                }

                await result.InvocationConfiguration.Output.WriteAsync(
                    result.GetValue(output) == OutputFormat.Json ? JsonSerializer.Serialize(found, Json.Options) + "\n" : DestinationText.Show(found));
                return null;
            }));
        return command;
    }
}
