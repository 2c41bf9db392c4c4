using System.Diagnostics;
using ExtensibleWebhooks.Worker.EventLog;
using ExtensibleWebhooks.Worker.EventLog.Embedded;
using ExtensibleWebhooks.Worker.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Prometheus;

namespace ExtensibleWebhooks.Worker.Tests.EventLog.Embedded;

/// <summary>
/// A process that appends until it is killed, and says on its standard output what was acknowledged: "a PRODUCER BATCH" for a batch, "c POSITION" for a commit.
/// It is this test program itself, started with other arguments (Program.cs).
/// </summary>
internal static class AppendingChild
{
    public const int BatchSize = 7;

    public const string Command = "append-until-killed";

    public static Process Start(string folder, int run)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath ?? "dotnet") { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
        {
            start.ArgumentList.Add(typeof(AppendingChild).Assembly.Location);
        }

        start.ArgumentList.Add(Command);
        start.ArgumentList.Add(folder);
        start.ArgumentList.Add($"{run}");
        return Process.Start(start) ?? throw new InvalidOperationException("The child did not start.");
    }

    public static IEnumerable<string> IdsOf(int run, string producer, string batch) => Enumerable.Range(0, BatchSize).Select(index => $"{run}/{producer}/{batch}/{index}");

    /// <summary>Ends only when it cannot begin: then with a code other than 0, and "problem" on its output.</summary>
    public static async Task<int> RunAsync(string folder, int run)
    {
        var metrics = Metrics.WithCustomRegistry(Metrics.NewCustomRegistry());
        using var store = new EmbeddedStore(
            new EmbeddedStoreOptions { Folder = folder, CheckpointBytes = 256 << 10 }, [LogSchema.Schema], new StoreMetrics(metrics), TimeProvider.System, NullLogger<EmbeddedStore>.Instance);
        using var log = new EmbeddedEventLog(
            store, new EmbeddedLogOptions(), new LogWatch(TimeProvider.System, new EventLogMetrics(metrics), NullLogger<EmbeddedEventLog>.Instance));
        if ((store.Start().Problem ?? (await log.StartAsync(CancellationToken.None)).Problem) is { } problem)
        {
            Console.Out.WriteLine($"problem {problem}");
            return 3;
        }

        await Task.WhenAll([CommitAsync(log), .. Enumerable.Range(0, 3).Select(producer => ProduceAsync(log, run, producer))]);
        return 0;
    }

    private static async Task ProduceAsync(EmbeddedEventLog log, int run, int producer)
    {
        for (var batch = 0; ; batch++)
        {
            var result = await log.AppendAsync(Batches.Padded(400, IdsOf(run, $"{producer}", $"{batch}")), CancellationToken.None);
            Console.Out.WriteLine(result.Outcome.IsDurable ? $"a {producer} {batch}" : $"problem {result.Outcome}");
        }
    }

    private static async Task CommitAsync(EmbeddedEventLog log)
    {
        using var cursor = await log.OpenCursorAsync("lane", CursorStart.Oldest, CancellationToken.None) ?? throw new InvalidOperationException("No cursor.");
        while (true)
        {
            var slice = await cursor.ReadAsync(50, CancellationToken.None);
            var position = slice.Events[^1].Position;
            var outcome = await cursor.CommitAsync(position, CancellationToken.None);
            Console.Out.WriteLine(outcome.IsDurable ? $"c {position}" : $"problem {outcome}");
        }
    }
}
