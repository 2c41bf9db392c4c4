using System.CommandLine;

namespace ExtensibleWebhooks.Cli.Inspect;

/// <summary>What the commands that ask a worker have in common.</summary>
internal static class InspectRun
{
    private const int Failed = 1;
    private const int Interrupted = 130;

    /// <summary>Runs a subcommand against a worker: 0; 1 with the problem on the error output; 130 when interrupted.</summary>
    public static async Task<int> RunAsync(ParseResult result, InspectOptions options, Func<InspectClient, Task<string?>> work)
    {
        using var client = options.Connect(result);
        try
        {
            if (await work(client) is not { } problem)
            {
                return 0;
            }

            await result.InvocationConfiguration.Error.WriteLineAsync($"webhooks: {problem}");
            return Failed;
        }
        catch (OperationCanceledException)
        {
            return Interrupted;
        }
    }
}
