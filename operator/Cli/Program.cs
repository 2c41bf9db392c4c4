using System.CommandLine;
using ExtensibleWebhooks.Cli.Arguments;
using ExtensibleWebhooks.Cli.CustomResources;
using ExtensibleWebhooks.Cli.DeadLetters;
using ExtensibleWebhooks.Cli.Destinations;
using ExtensibleWebhooks.Cli.Echo;
using ExtensibleWebhooks.Cli.Lint;
using ExtensibleWebhooks.Cli.Replays;
using ExtensibleWebhooks.Cli.Run;
using ExtensibleWebhooks.Cli.Try;
using ExtensibleWebhooks.Worker.Hosting;

const int BadUsage = 2;

var streams = StandardStreams.OfProcess();

var run = RunCommand.Create(loggers => new WorkerEnvironment
{
    Time = TimeProvider.System,
#pragma warning disable RS0030 // The program is where the real random source and the real ids come from.
    Random = Random.Shared,
    NewId = () => Guid.NewGuid().ToString(),
#pragma warning restore RS0030
    Loggers = loggers,
});
var root = new RootCommand("Segment's Extensible Webhooks, in your own cluster or on your own machine.")
{
    run,
    LintCommand.Create(streams.Input),
    TryCommand.Create(streams),
    EchoCommand.Create(),
    DestinationsCommand.Create(),
    DeadLettersCommand.Create(streams),
    ReplaysCommand.Create(),
    CrdsCommand.Create(),
};

// Longer than the worker's own time to stop: whoever asks it to stop gets all that was under way.
var parsed = root.Parse(args);
var code = await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) });
return parsed.Errors.Count > 0 ? BadUsage : code;
