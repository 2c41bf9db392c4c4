using System.Globalization;
using ExtensibleWebhooks.Crds.Values;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Crds.WorkerConfigs;
using ExtensibleWebhooks.Worker.Storage;
using ExtensibleWebhooks.Worker.Tests.Configuration;
using ExtensibleWebhooks.Worker.Tests.Hosting;
using ExtensibleWebhooks.Worker.Tests.Oracle;

namespace ExtensibleWebhooks.Worker.Tests.Soak;

/// <summary>
/// The real program at half of what it can take, for EXTENSIBLE_WEBHOOKS_SOAK_SECONDS (20 unless set; `make soak` says 1800), with receivers that fail now and then: it does not
/// grow, in memory, files, connections or timers.
/// </summary>
public sealed class SoakTests
{
    private const int Producers = 4;
    private const int Megabyte = 1 << 20;

    private static readonly string[] Gauges = ["process_working_set_bytes", "dotnet_total_memory_bytes", "process_open_handles", "process_num_threads", "extensible_webhooks_worker_timers"];

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    private static int Seconds =>
        int.TryParse(Environment.GetEnvironmentVariable("EXTENSIBLE_WEBHOOKS_SOAK_SECONDS"), CultureInfo.InvariantCulture, out var seconds) ? seconds : 20;

    [Fact]
    public async Task Worker_AtHalfLoad_DoesNotGrow()
    {
        await using var world = await OracleWorld.StartAsync();
        Fail(world);
        var config = ConfigFolder.Config([.. world.ThreeDestinations().Destinations.Select(Bounded)]);
        world.Config.Write(config with { Log = config.Log with { MaxSize = ByteSize.Parse("4Mi"), DeduplicationWindow = Duration.Parse("30s") } });

        // A heap that is collected at every 4 MiB, not at every 64: over twenty seconds a saw's tooth would look like growth.
        using var worker = world.Worker(environment: new Dictionary<string, string> { ["DOTNET_GCgen0size"] = "400000" });
        await worker.StartAsync(Ending);
        var producers = Enumerable.Range(0, Producers).Select(number => new PacedProducer(worker.IngestUrl, number)).ToList();

        // A tenth of the time to learn what it can take, and to let it settle.
        var calibration = TimeSpan.FromSeconds(Math.Clamp(Seconds / 10, 3, 60));
        await ForAsync(calibration, producers, null, () => Task.CompletedTask);
        var most = producers.Sum(producer => producer.Accepted) / calibration.TotalSeconds;
        await worker.WaitUntilSettledAsync(Ending);

        var series = Gauges.Append("files").ToDictionary(name => name, name => new Series(name), StringComparer.Ordinal);
        var started = TimeProvider.System.GetTimestamp();
        await ForAsync(TimeSpan.FromSeconds(Seconds), producers, most / 2 / Producers, async () =>
        {
            var at = TimeProvider.System.GetElapsedTime(started);
            foreach (var (name, value) in await MetricsAsync(worker))
            {
                series[name].Add(at, value);
            }

            series["files"].Add(at, Directory.EnumerateFiles(world.DataFolder).Sum(file => new FileInfo(file).Length));
        });
        producers.ForEach(producer => producer.Dispose());
        await worker.WaitUntilSettledAsync(Ending);

        var output = TestContext.Current.TestOutputHelper;
        output?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Seconds} s at {most / 2:F0} events/s, half of {most:F0}; {producers.Sum(producer => producer.Accepted)} events"));
        var trends = series.Values.Select(one => (one.Name, Trend: one.Trend())).ToList();
        foreach (var (name, trend) in trends)
        {
            output?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: mean {trend.Mean:N0}, most {trend.Max:N0}, {trend.Slope * 3600:N0} an hour; grew by {trend.Growth:N0}, {trend.Allowed:N0} allowed"));
        }

        // The files have their own bounds: the log and its ids, the dead letters, and twice the size at which the write-ahead log is folded back.
        Assert.All(trends.Where(trend => trend.Name != "files"), trend => Assert.True(trend.Trend.IsFlat, $"{trend.Name} grows"));
        var bound = (16 * Megabyte) + (2 * new EmbeddedStoreOptions { Folder = "" }.CheckpointBytes);
        Assert.InRange(trends.Single(trend => trend.Name == "files").Trend.Max, 0, bound);
        Assert.Equal(0, await worker.TerminateAsync(Ending));
    }

    /// <summary>With few dead letters, and batches whose answer counts by its status.</summary>
    private static DestinationConfig Bounded(DestinationConfig destination) => destination with
    {
        Delivery = destination.Delivery with { DeadLetters = new DeadLettersSpec { MaxCount = 500 } },
        Mappings = [.. destination.Mappings.Select(mapping => mapping with { Batching = mapping.Batching with { ItemStatusPath = null } })],
    };

    /// <summary>One in fifty is not answered well, one in twenty never is where events may be refused; nothing is remembered.</summary>
    private static void Fail(OracleWorld world)
    {
        var calls = 0;
        world.Receiver.Keeps = false;
        world.Receiver.Answer = (request, response) =>
        {
            var call = Interlocked.Increment(ref calls);
            if (call % 100 == 0)
            {
                response.HttpContext.Abort();
            }
            else
            {
                response.StatusCode = call % 50 == 1 ? 503 : request.Path == "/picky" && call % 20 == 3 ? 422 : 200;
            }

            return Task.CompletedTask;
        };
    }

    private static async Task ForAsync(TimeSpan time, List<PacedProducer> producers, double? eventsPerSecond, Func<Task> eachSecond)
    {
        using var enough = new CancellationTokenSource(time, TimeProvider.System);
        var running = producers.Select(producer => Task.Run(() => producer.RunAsync(eventsPerSecond, enough.Token), Ending)).ToList();
        using var ticks = new PeriodicTimer(TimeSpan.FromSeconds(1), TimeProvider.System);
        while (!enough.IsCancellationRequested)
        {
            await ticks.WaitForNextTickAsync(Ending);
            await eachSecond();
        }

        await Task.WhenAll(running);
    }

    private static async Task<IEnumerable<(string Name, double Value)>> MetricsAsync(WorkerProcess worker)
    {
        var lines = (await worker.GetAsync("/metrics", Ending)).Split('\n').Select(line => line.Split(' ')).Where(words => words.Length == 2).ToDictionary(words => words[0], words => words[1], StringComparer.Ordinal);
        return Gauges.Select(name => (name, double.Parse(lines[name], CultureInfo.InvariantCulture)));
    }
}
