using System.Runtime.InteropServices;
using ExtensibleWebhooks.Worker.Hosting;

var (arguments, problems) = WorkerArguments.Read(args, Environment.GetEnvironmentVariable);
if (arguments is null)
{
    Console.Error.WriteLine($"worker: {string.Join("; ", problems)}");
    return 2;
}

using var stopping = new CancellationTokenSource();
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);

// Insert functions run on the pool's threads, as many at once as there are processors; beside them it is to have as many as always.
ThreadPool.GetMinThreads(out var threads, out var completions);
ThreadPool.SetMinThreads(threads + Environment.ProcessorCount, completions);

using var loggers = WorkerLogging.Create(arguments.LogLevel, arguments.LogsAreJson);
var environment = new WorkerEnvironment
{
    Time = TimeProvider.System,
#pragma warning disable RS0030 // The program is where the real random source and the real ids come from.
    Random = Random.Shared,
    NewId = () => Guid.NewGuid().ToString(),
#pragma warning restore RS0030
    Loggers = loggers,
};
var problem = await WorkerHost.RunAsync(arguments.Options, environment, static _ => { }, stopping.Token);
if (problem is not null)
{
    Console.Error.WriteLine($"worker: {problem}");
    return 1;
}

return 0;

void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    stopping.Cancel();
}
