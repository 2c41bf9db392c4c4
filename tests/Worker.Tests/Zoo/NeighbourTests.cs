using System.Collections.Concurrent;
using System.Globalization;
using ExtensibleWebhooks.Crds.WorkerConfigs;
using ExtensibleWebhooks.Worker.Tests.Configuration;
using ExtensibleWebhooks.Worker.Tests.Hosting;
using ExtensibleWebhooks.Worker.Tests.Receivers;

namespace ExtensibleWebhooks.Worker.Tests.Zoo;

/// <summary>99 healthy destinations, with and without a hostile one beside them: two workers, asked in turn, so that both meet the same machine.</summary>
public sealed class NeighbourTests : IAsyncLifetime
{
    private const int Healthy = 99;
    private const int Rounds = 30;

    private readonly RunningWorker _alone = new();
    private readonly RunningWorker _beside = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _arrivals = new();
    private readonly RawReceiver _hostile = RawReceiver.Start(async (stream, ending) =>
    {
        await stream.WriteAsync("HTTP/1.1 200 OK\r\n"u8.ToArray(), ending);
        while (true)
        {
            await stream.WriteAsync("X-Drip: 1\r\n"u8.ToArray(), ending);
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, ending);
        }
    });

    private Receiver? _receiver;

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    private Receiver Receiver => _receiver ?? throw new InvalidOperationException("Not started.");

    public async ValueTask InitializeAsync()
    {
        _receiver = await Receiver.StartAsync();
        _receiver.Answer = (request, _) =>
        {
            _arrivals.GetOrAdd(request.Path, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
            return Task.CompletedTask;
        };
    }

    public async ValueTask DisposeAsync()
    {
        await _alone.DisposeAsync();
        await _beside.DisposeAsync();
        await Receiver.DisposeAsync();
        await _hostile.DisposeAsync();
    }

    [Fact]
    public async Task HostileDestination_CostsItsNeighboursNothing()
    {
        await StartAsync(_alone, "alone");
        await StartAsync(_beside, "beside", ConfigFolder.Destination("hostile", ConfigFolder.Mapping("all", _hostile.Url)));
        var (alone, beside) = (new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            alone.Add(await RoundAsync(_alone, "alone", round));
            beside.Add(await RoundAsync(_beside, "beside", round));
        }

        var ratio = Median(beside) / Median(alone);
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"p99 of {Healthy} healthy destinations, median of {Rounds} rounds: alone {Median(alone):0.0} ms, beside a hostile one {Median(beside):0.0} ms, ratio {ratio:0.00}"));

        // The goal is 1.1, which a busy machine's noise exceeds; a neighbour that was waited for would cost seconds.
        Assert.InRange(ratio, 0, 3);
        Assert.True(_hostile.Connections > 0);
        var figures = await _beside.WaitForAsync("hostile", _ => true);
        Assert.Equal(0, figures.GetProperty("delivered").GetInt64());
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }

    private async Task StartAsync(RunningWorker worker, string name, params DestinationConfig[] more)
    {
        var healthy = Enumerable.Range(0, Healthy).Select(number => ConfigFolder.Destination($"d{number}", Mapping(name, number)));
        worker.Config.Write(ConfigFolder.Config([.. healthy, .. more]));
        await worker.StartAsync();
        await worker.WaitUntilReadyAsync();
        await RoundAsync(worker, name, -1);
    }

    private MappingConfig Mapping(string name, int number)
    {
        var url = System.Text.Json.JsonSerializer.SerializeToElement(new Dictionary<string, string> { ["@template"] = $"{Receiver.Url}/{name}/{number}/{{{{messageId}}}}" });
        return ConfigFolder.Mapping("all", Receiver.Url) with { Url = url };
    }

    /// <summary>One event; the milliseconds until the slowest of the healthy destinations has it: of 99, that is the 99th percentile.</summary>
    private async Task<double> RoundAsync(RunningWorker worker, string name, int round)
    {
        var arrivals = Enumerable.Range(0, Healthy)
            .Select(number => _arrivals.GetOrAdd($"/{name}/{number}/m{round}", _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task)
            .ToList();
        var started = TimeProvider.System.GetTimestamp();
        Assert.Equal(200, await worker.PostAsync(RunningWorker.Track($"m{round}")));
        await Task.WhenAll(arrivals).WaitAsync(Ending);
        return TimeProvider.System.GetElapsedTime(started).TotalMilliseconds;
    }
}
