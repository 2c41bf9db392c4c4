using System.CommandLine;
using ExtensibleWebhooks.Cli.Inspect;

namespace ExtensibleWebhooks.Cli.DeadLetters;

/// <summary><c>webhooks dead-letters export</c>: all that match, a JSON document a line.</summary>
internal static class ExportCommand
{
    /// <param name="standardOutput">Where to.</param>
    public static Command Create(Func<Stream> standardOutput)
    {
        var inspect = new InspectOptions();
        var filter = new FilterOptions();
        var command = new Command("export", "Write dead letters, whole and the newest first, a JSON document a line: webhooks dead-letters export > letters.ndjson");
        filter.AddTo(command);
        inspect.AddTo(command);
        command.SetAction((result, cancellationToken) => InspectRun.RunAsync(
            result,
            inspect,
            async client =>
            {
                await using var output = standardOutput();
                try
                {
                    return await client.CopyAsync($"dead-letters/export{FilterOptions.QueryOf(filter.Read(result))}", output, cancellationToken);
                }
                catch (IOException exception)
                {
                    return $"the export broke off: {exception.Message}";
                }
            }));
        return command;
    }
}
