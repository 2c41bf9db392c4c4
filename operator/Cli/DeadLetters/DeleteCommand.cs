using System.CommandLine;
using ExtensibleWebhooks.Cli.Inspect;
using ExtensibleWebhooks.Worker.Inspect;

namespace ExtensibleWebhooks.Cli.DeadLetters;

/// <summary><c>webhooks dead-letters delete</c>.</summary>
internal static class DeleteCommand
{
    public static Command Create()
    {
        var inspect = new InspectOptions();
        var selection = new SelectionOptions();
        var command = new Command("delete", "Delete dead letters for good: webhooks dead-letters delete --destination crm --reason Rejected");
        selection.AddTo(command);
        inspect.AddTo(command);
        command.SetAction((result, cancellationToken) => InspectRun.RunAsync(
            result,
            inspect,
            async client =>
            {
                var query = FilterOptions.QueryOf(selection.Read(result), ("all", selection.IsAll(result) ? "true" : null));
                var (deletion, problem) = await client.DeleteAsync<Deletion>($"dead-letters{query}", cancellationToken);
                if (deletion is not null)
                {
                    await result.InvocationConfiguration.Output.WriteLineAsync($"{Shown.Number(deletion.Deleted)} dead letters deleted");
                }

                return problem;
            }));
        return command;
    }
}
