using System.Net.Http.Headers;
using System.Text;
using ExtensibleWebhooks.Benchmarks.EventLog;
using ExtensibleWebhooks.Worker.EventLog;
using ExtensibleWebhooks.Worker.Ingest;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Prometheus;

namespace ExtensibleWebhooks.Benchmarks.Ingest;

/// <summary>How many events a second are answered 200 over HTTP, each durable by then; sender and server share the machine's cores.</summary>
internal static class IngestBatches
{
    private const string WriteKey = "benchmark";

    public static async Task<int> RunAsync(IEnumerable<string> args)
    {
        var options = new Options(args);
        var senders = options.Number("senders", 8);
        var batch = options.Number("batch", 100);
        var bytes = options.Number("bytes", 1000);
        var seconds = options.Number("seconds", 5);
        var folder = Directory.CreateDirectory(Path.Combine(options.Text("folder", Path.GetTempPath()), $"ingest-{Environment.ProcessId}")).FullName;
        try
        {
            using var log = await OpenLog.OpenAsync(folder, new EventLogSettings { MaxBytes = 2L << 30 });
            await using var app = await StartAsync(log);
            using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{WriteKey}:")));
            var time = TimeProvider.System;
            var started = time.GetTimestamp();
            var cpu = Environment.CpuUsage.TotalTime;
            var allocated = GC.GetTotalAllocatedBytes();
            var waits = await Task.WhenAll(Enumerable.Range(0, senders).Select(sender => Task.Run(() => SendAsync(sender))));
            var elapsed = time.GetElapsedTime(started);
            cpu = Environment.CpuUsage.TotalTime - cpu;
            allocated = GC.GetTotalAllocatedBytes() - allocated;

            var all = waits.SelectMany(senderWaits => senderWaits).Order().ToArray();
            Console.WriteLine($"{senders} senders, batches of {batch} events of about {bytes} bytes, {elapsed.TotalSeconds:F1} s");
            Console.WriteLine($"{all.Length * batch / elapsed.TotalSeconds:F0} events/s answered 200 and durable; {all.Length / elapsed.TotalSeconds:F0} requests/s, p50 {Ms(all, 0.5):F1} ms, p99 {Ms(all, 0.99):F1} ms");
            Console.WriteLine($"per event: {cpu.TotalMicroseconds / (all.Length * batch):F1} µs of processor, {allocated / (all.Length * batch)} bytes allocated, load and senders included");
            return 0;

            async Task<List<TimeSpan>> SendAsync(int sender)
            {
                var mine = new List<TimeSpan>();
                var body = new BatchBody(batch, bytes);
                for (var number = 0; time.GetElapsedTime(started) < TimeSpan.FromSeconds(seconds); number++)
                {
                    using var content = new ByteArrayContent(body.WithIds(sender, number));
                    var began = time.GetTimestamp();
                    using var response = await client.PostAsync("/v1/batch", content);
                    response.EnsureSuccessStatusCode();
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

    private static async Task<WebApplication> StartAsync(OpenLog log)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IEventLog>(log.Log).AddSingleton(TimeProvider.System)
            .AddSingleton<IMetricFactory>(Metrics.WithCustomRegistry(Metrics.NewCustomRegistry()))
            .AddSingleton<MessageIdFactory>(() => throw new InvalidOperationException("Every event of the benchmark has a messageId."))
            .AddIngest();
        var app = builder.Build();
        app.MapIngest();
        await app.StartAsync();
        app.Services.GetRequiredService<IngestControl>().Configure(new IngestSettings { WriteKey = WriteKey });
        return app;
    }
}
