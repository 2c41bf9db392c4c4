using System.Text;
using ExtensibleWebhooks.Worker.EventLog;
using ExtensibleWebhooks.Worker.EventLog.Embedded;
using ExtensibleWebhooks.Worker.Storage;

namespace ExtensibleWebhooks.Benchmarks.EventLog;

/// <summary>How many events a second become durable in the Embedded log, and what one append waits.</summary>
internal static class LogAppend
{
    public static async Task<int> RunAsync(IEnumerable<string> args)
    {
        var options = new Options(args);
        var producers = options.Number("producers", 8);
        var batchSize = options.Number("batch", 100);
        var eventBytes = options.Number("bytes", 1000);
        var seconds = options.Number("seconds", 5);
        var folder = Directory.CreateDirectory(Path.Combine(options.Text("folder", Path.GetTempPath()), $"log-append-{Environment.ProcessId}")).FullName;
        try
        {
            using var bench = await OpenLog.OpenAsync(folder, new EventLogSettings { MaxBytes = 2L << 30 });
            var time = TimeProvider.System;
            var started = time.GetTimestamp();
            var cpu = Environment.CpuUsage.TotalTime;
            var allocated = GC.GetTotalAllocatedBytes();
            var waits = await Task.WhenAll(Enumerable.Range(0, producers).Select(producer => Task.Run(() => ProduceAsync(bench.Log, producer))));
            var elapsed = time.GetElapsedTime(started);
            cpu = Environment.CpuUsage.TotalTime - cpu;
            allocated = GC.GetTotalAllocatedBytes() - allocated;

            var all = waits.SelectMany(producerWaits => producerWaits).Order().ToArray();
            Console.WriteLine($"{producers} producers, batches of {batchSize} events of {eventBytes} bytes, {elapsed.TotalSeconds:F1} s");
            Console.WriteLine($"{all.Length * batchSize / elapsed.TotalSeconds:F0} events/s durable; append p50 {Ms(all, 0.5):F1} ms, p99 {Ms(all, 0.99):F1} ms");
            Console.WriteLine($"{(await bench.Log.GetExtentAsync(CancellationToken.None)).Bytes >> 20} MB of events, file {new FileInfo(Path.Combine(folder, EmbeddedStoreOptions.FileName)).Length >> 20} MB");
            Console.WriteLine($"per event: {cpu.TotalMicroseconds / (all.Length * batchSize):F1} µs of processor, {allocated / (all.Length * batchSize)} bytes allocated, load and senders included");
            return 0;

            async Task<List<TimeSpan>> ProduceAsync(EmbeddedEventLog log, int producer)
            {
                var mine = new List<TimeSpan>();
                for (var number = 0; time.GetElapsedTime(started) < TimeSpan.FromSeconds(seconds); number++)
                {
                    var batch = CreateBatch(producer, number, batchSize, eventBytes);
                    var began = time.GetTimestamp();
                    var result = await log.AppendAsync(batch, CancellationToken.None);
                    if (!result.Outcome.IsDurable)
                    {
                        throw new InvalidOperationException(result.Outcome.ToString());
                    }

                    mine.Add(time.GetElapsedTime(began));
                }

                return mine;
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static double Ms(TimeSpan[] sorted, double quantile) => sorted[(int)((sorted.Length - 1) * quantile)].TotalMilliseconds;

    private static EventBatch CreateBatch(int producer, int number, int count, int bytes)
    {
        var buffer = new byte[count * bytes];
        buffer.AsSpan().Fill((byte)'x');
        var entries = new EventEntry[count];
        for (var index = 0; index < count; index++)
        {
            var id = Encoding.UTF8.GetBytes($"{producer}-{number}-{index}");
            id.CopyTo(buffer, index * bytes);
            entries[index] = new EventEntry(index * bytes, bytes, MessageKey.Of(id));
        }

        return new EventBatch(buffer, entries);
    }
}
