using System.CommandLine;
using System.CommandLine.Parsing;
using ExtensibleWebhooks.Cli.Arguments;
using ExtensibleWebhooks.Cli.Lines;
using ExtensibleWebhooks.Cli.Manifests;

namespace ExtensibleWebhooks.Cli.Try;

/// <summary><c>webhooks try</c>: what becomes of an event, without sending it.</summary>
internal sealed class TryCommand
{
    private const int Interrupted = 130;

    private readonly Option<string?> _mapping = new("--mapping", "-m") { Description = "The manifest of a WebhookMapping; of several in a file or folder, each is tried", HelpName = "PATH" };

    private readonly Option<string?> _event = new("--event", "-e") { Description = "The event, a JSON object; - is the standard input", HelpName = "FILE" };

    private readonly Option<string?> _destination = new("--destination", "-d") { Description = "The manifest of the mapping's WebhookDestination, if it is elsewhere", HelpName = "PATH" };

    private readonly Option<bool> _lines = new("--ndjson")
    {
        Description = "Read {\"trigger\", \"mapping\": {\"url\", \"method\", \"headers\", \"data\"} or \"data\", \"function\", \"event\"} a line from the standard input, and answer each with a line, in the same order",
    };

    private readonly Option<OutputFormat> _output = OutputOption.Create();

    private readonly StandardStreams _streams;

    private TryCommand(StandardStreams streams) => _streams = streams;

    public static Command Create(StandardStreams streams)
    {
        var trying = new TryCommand(streams);
        var command = new Command("try", "Show what becomes of an event, without sending it: whether the trigger matches or why not, and the request\nwebhooks try --mapping mapping.yaml --event event.json")
        {
            trying._mapping, trying._event, trying._destination, trying._output, trying._lines,
        };
        command.Validators.Add(trying.Validate);
        command.SetAction(trying.RunAsync);
        return command;
    }

    private void Validate(CommandResult result)
    {
        Option[] ofOneEvent = [_mapping, _event, _destination, _output];
        if (result.GetValue(_lines))
        {
            foreach (var option in ofOneEvent.Where(option => result.GetResult(option) is { Implicit: false }))
            {
                result.AddError($"{option.Name} does not go with --ndjson, where each line has all that is needed.");
            }
        }
        else
        {
            foreach (var option in ofOneEvent[..2].Where(option => result.GetResult(option) is null or { Implicit: true }))
            {
                result.AddError($"{option.Name} is needed.");
            }
        }
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        try
        {
            return result.GetValue(_lines) ? await AnswerLinesAsync(result.InvocationConfiguration, cancellationToken) : TryOne(result);
        }
        catch (OperationCanceledException)
        {
            return Interrupted;
        }
    }

    private async Task<int> AnswerLinesAsync(InvocationConfiguration invocation, CancellationToken cancellationToken)
    {
        try
        {
            using var lines = new LineStream(Environment.ProcessorCount, TimeProvider.System);
            await using var input = _streams.Input();
            await using var output = _streams.Output();
            await lines.RunAsync(input, output, cancellationToken);
            return 0;
        }
        catch (IOException error)
        {
            await invocation.Error.WriteLineAsync($"webhooks try: the standard input cannot be read: {error.Message}");
            return 1;
        }
    }

    private int TryOne(ParseResult result)
    {
        var invocation = result.InvocationConfiguration;
        string?[] paths = [result.GetValue(_mapping), result.GetValue(_destination)];
        var files = new ManifestFiles([.. paths.OfType<string>().Distinct()], recursive: false);
        var trying = Tryout.Of(files.Read(), EventFile.Read(result.GetValue(_event) ?? "", _streams.Input), TimeProvider.System);
        foreach (var problem in trying.Problems)
        {
            invocation.Error.WriteLine(problem);
        }

        if (trying.Trials.Count > 0)
        {
            invocation.Output.Write(result.GetValue(_output) == OutputFormat.Json ? TrialWriter.ToJson(trying.Trials) : TrialWriter.ToText(trying.Trials, _streams.IsTerminal));
        }

        return trying.IsWhole ? 0 : 1;
    }
}
