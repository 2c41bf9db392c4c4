using System.CommandLine;
using ExtensibleWebhooks.Cli.CustomResources;
using ExtensibleWebhooks.Cli.Echo;
using ExtensibleWebhooks.Cli.Run;
using ExtensibleWebhooks.Worker.Hosting;

var run = RunCommand.Create(loggers => new WorkerEnvironment
{
    Time = TimeProvider.System,
#pragma warning disable RS0030 // The program is where the real random source and the real ids come from.
    Random = Random.Shared,
    NewId = () => Guid.NewGuid().ToString(),
#pragma warning restore RS0030
    Loggers = loggers,
});
var root = new RootCommand("Segment's Extensible Webhooks, in your own cluster or on your own machine.") { run, EchoCommand.Create(), CrdsCommand.Create() };

// Longer than the worker's own time to stop: whoever asks it to stop gets all that was under way.
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) });
