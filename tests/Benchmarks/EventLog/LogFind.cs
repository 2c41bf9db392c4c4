using System.Text;
using ExtensibleWebhooks.Worker.EventLog;

namespace ExtensibleWebhooks.Benchmarks.EventLog;

/// <summary>How long a replay takes to find its beginning: the first event at or after a time.</summary>
internal static class LogFind
{
    private const int Looks = 1000;

    public static async Task<int> RunAsync(IEnumerable<string> args)
    {
        var options = new Options(args);
        var events = options.Number("events", 1_000_000);
        var eventBytes = options.Number("bytes", 1000);
        var folder = Directory.CreateDirectory(Path.Combine(options.Text("folder", Path.GetTempPath()), $"log-find-{Environment.ProcessId}")).FullName;
        try
        {
            using var bench = await OpenLog.OpenAsync(folder, new EventLogSettings { MaxBytes = 64L << 30 });
            for (var number = 0; number < events; number += 1000)
            {
                var result = await bench.Log.AppendAsync(CreateBatch(number, Math.Min(1000, events - number), eventBytes), CancellationToken.None);
                if (!result.Outcome.IsDurable)
                {
                    throw new InvalidOperationException(result.Outcome.ToString());
                }
            }

            var extent = await bench.Log.GetExtentAsync(CancellationToken.None);
            if (extent is not { OldestAt: { } oldest, NewestAt: { } newest })
            {
                throw new InvalidOperationException("The log is empty.");
            }

            var random = new Random(1);
            var waits = new List<TimeSpan>();
            for (var look = 0; look < Looks; look++)
            {
                var began = TimeProvider.System.GetTimestamp();
                await bench.Log.FindAsync(oldest + ((newest - oldest) * random.NextDouble()), CancellationToken.None);
                waits.Add(TimeProvider.System.GetElapsedTime(began));
            }

            waits.Sort();
            Console.WriteLine($"{extent.Events} events of {eventBytes} bytes in {(newest - oldest).TotalSeconds:F1} s; {Looks} times looked for: p50 {waits[Looks / 2].TotalMilliseconds:F2} ms, p99 {waits[Looks * 99 / 100].TotalMilliseconds:F2} ms, the longest {waits[^1].TotalMilliseconds:F2} ms");
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static EventBatch CreateBatch(int first, int count, int bytes)
    {
        var buffer = new byte[count * bytes];
        buffer.AsSpan().Fill((byte)'x');
        return new EventBatch(buffer, [.. Enumerable.Range(0, count).Select(index => new EventEntry(index * bytes, bytes, MessageKey.Of(Encoding.UTF8.GetBytes($"{first + index}"))))]);
    }
}
