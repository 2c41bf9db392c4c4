using System.Net.Http.Headers;
using System.Text;

namespace ExtensibleWebhooks.Benchmarks.Delivery;

/// <summary>
/// Unbatched webhooks, from ingest to answered, with the durable log on: producers post batches to a worker, one mapping makes a request of each event, the sink answers.
/// Everything is in this process, the bare loop against the same sink too, so that the two rates share the machine and their ratio can be compared.
/// </summary>
internal static class Deliver
{
    private const int BodyBytes = 330;

    public static async Task<int> RunAsync(IEnumerable<string> args)
    {
        var options = new Options(args);
        var events = options.Number("events", 200_000);
        var producers = options.Number("producers", 4);
        var concurrency = options.Number("concurrency", 64);
        var batch = options.Number("batch", 100);
        using var sink = new RawSink();
        var seconds = TimeSpan.FromSeconds(options.Number("seconds", 4));
        await BareLoop.RunAsync(sink.Url, concurrency, BodyBytes, seconds);
        var first = await LoopAsync(sink, concurrency, seconds);
        await using var worker = await BenchWorker.StartAsync(sink.Url, concurrency);
        await RunAsync(worker, sink, producers, batch, events / 5, 0);
        var cpu = Environment.CpuUsage.TotalTime;
        var rate = await RunAsync(worker, sink, producers, batch, events, 1);
        var each = Micros(cpu, events);
        var second = await LoopAsync(sink, concurrency, seconds);

        // Before and after, because a machine is seldom as quiet at the end as at the beginning.
        var bare = (first + second) / 2;
        Console.WriteLine(
            $"worker, {producers} producers with batches of {batch}, unbatched webhooks, log durable: {rate:F0} webhooks/s, {each:F1} us of CPU each: {rate / bare:P0} of the bare loop's {bare:F0} requests/s");
        return 0;
    }

    private static async Task<double> LoopAsync(RawSink sink, int concurrency, TimeSpan duration)
    {
        var (before, cpu) = (sink.Count, Environment.CpuUsage.TotalTime);
        var rate = await BareLoop.RunAsync(sink.Url, concurrency, BodyBytes, duration);
        Console.WriteLine($"bare SocketsHttpHandler loop, {concurrency} at once: {rate:F0} requests/s, {Micros(cpu, sink.Count - before):F1} us of CPU each");
        return rate;
    }

    /// <summary>The process's CPU time since then, per piece: it counts also where other programs keep the machine busy.</summary>
    private static double Micros(TimeSpan since, long pieces) => (Environment.CpuUsage.TotalTime - since).TotalMicroseconds / pieces;

    private static async Task<double> RunAsync(BenchWorker worker, RawSink sink, int producers, int batch, int events, int round)
    {
        var before = sink.Count;
        var batches = Enumerable.Range(0, producers)
            .Select(producer => Enumerable.Range(0, events / producers / batch).Select(number => SampleEvents.Batch((round * 1000) + producer, number, batch)).ToList())
            .ToList();
        var total = batches.Sum(list => list.Count) * batch;
        var started = TimeProvider.System.GetTimestamp();
        await Task.WhenAll(batches.Select(list => Task.Run(() => ProduceAsync(worker.IngestUrl, list))));
        while (sink.Count - before < total)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, CancellationToken.None);
        }

        return total / TimeProvider.System.GetElapsedTime(started).TotalSeconds;
    }

    private static async Task ProduceAsync(string url, List<byte[]> batches)
    {
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{BenchWorker.WriteKey}:")));
        foreach (var body in batches)
        {
            using var content = new ByteArrayContent(body);
            using var response = await client.PostAsync(new Uri($"{url}/v1/batch"), content);
            response.EnsureSuccessStatusCode();
        }
    }
}
