using ExtensibleWebhooks.Benchmarks.Delivery;
using ExtensibleWebhooks.Benchmarks.Engine;
using ExtensibleWebhooks.Benchmarks.EventLog;
using ExtensibleWebhooks.Benchmarks.Ingest;

// Each figure is a command of its own, so that it can be quoted with the result.
switch (args.FirstOrDefault())
{
    case "engine":
        return await EngineBenchmark.RunAsync(Console.Out, TimeProvider.System, CancellationToken.None);
    case "functions":
        return FunctionBenchmark.Run(Console.Out, TimeProvider.System);
    case "log-append":
        return await LogAppend.RunAsync(args[1..]);
    case "log-find":
        return await LogFind.RunAsync(args[1..]);
    case "deliver":
        return await Deliver.RunAsync(args[1..]);
    case "ingest":
        return await IngestBatches.RunAsync(args[1..]);
    default:
        Console.Error.WriteLine("""
            dotnet run -c Release --project tests/Benchmarks -- <figure> [options]

              engine                                                                               parse, trigger, map and serialise a 1 KB event; time, allocations, and times Segment's own
              functions                                                                            insert functions over the same event; time and allocations
              log-append [producers=8] [batch=100] [bytes=1000] [seconds=5] [folder=<temporary>]   durable appends to the Embedded log
              log-find [events=1000000] [bytes=1000] [folder=<temporary>]                          the first event at or after a time, in a log of so many
              deliver [events=200000] [producers=4] [batch=100] [concurrency=64] [seconds=4]       from ingest to answered, beside a bare HTTP loop
              ingest     [senders=8]   [batch=100] [bytes=1000] [seconds=5] [folder=<temporary>]   POST /v1/batch to 200, over loopback
            """);
        return 2;
}
