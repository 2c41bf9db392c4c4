using System.CommandLine;
using ExtensibleWebhooks.Cli.Arguments;

namespace ExtensibleWebhooks.Cli.Echo;

/// <summary><c>webhooks echo</c>: a receiver that answers 200 to every request and prints it.</summary>
internal static class EchoCommand
{
    public static Command Create()
    {
        var listen = ListenOption.Create("--listen", "Where to listen: http://0.0.0.0:8081 for all addresses", "http://127.0.0.1:8081");
        var format = new Option<EchoFormat>("--format") { Description = "text for people, json for one document a line", HelpName = "text|json" };
        var command = new Command("echo", "Receive webhooks and print them") { listen, format };
        command.SetAction((result, cancellationToken) => RunAsync(result.GetRequiredValue(listen), result.GetValue(format), result.InvocationConfiguration, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(Uri listen, EchoFormat format, InvocationConfiguration invocation, CancellationToken cancellationToken)
    {
        await using var receiver = new EchoReceiver(webhook => invocation.Output.WriteAsync(EchoWriter.Write(webhook, format)), TimeProvider.System);
        if (await receiver.StartAsync(listen, cancellationToken) is { } problem)
        {
            await invocation.Error.WriteLineAsync($"webhooks echo: {problem} Choose another place with --listen URL.");
            return 1;
        }

        await invocation.Error.WriteLineAsync($"Listening at {receiver.Address}");
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return 0;
    }
}
