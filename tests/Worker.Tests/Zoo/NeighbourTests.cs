using System.Collections.Concurrent;
using System.Globalization;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Crds.WorkerConfigs;
using ExtensibleWebhooks.Worker.Tests.Configuration;
using ExtensibleWebhooks.Worker.Tests.Hosting;
using ExtensibleWebhooks.Worker.Tests.Receivers;

namespace ExtensibleWebhooks.Worker.Tests.Zoo;

/// <summary>
/// 99 healthy destinations, with and without a hostile one beside them: two workers, asked in turn, so that both meet the same machine, and the hostile one drips only while its neighbours are asked.
/// </summary>
public sealed class NeighbourTests : IAsyncLifetime
{
    private const int Healthy = 99;
    private const int Rounds = 50;

    /// <summary>Of the hostile destination's requests: all the time, since none is answered.</summary>
    private const int UnderWay = 10;

    private const double Bound = 1.1;

    /// <summary>
    /// On a busy machine a median of fifty rounds is a tenth too high by chance once in ten times or so, which are no three times in a row; what a neighbour really costs is there each time.
    /// </summary>
    private const int Measurements = 3;

    private readonly RunningWorker _alone = new();
    private readonly RunningWorker _beside = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _arrivals = new();
    private readonly RawReceiver _hostile;
    private volatile bool _isDripping;
    private int _round;

    private Receiver? _receiver;

    public NeighbourTests() => _hostile = RawReceiver.Start(async (stream, ending) =>
    {
        await stream.WriteAsync("HTTP/1.1 200 OK\r\n"u8.ToArray(), ending);
        while (true)
        {
            if (_isDripping)
            {
                await stream.WriteAsync("X-Drip: 1\r\n"u8.ToArray(), ending);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, ending);
        }
    });

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
        await StartAsync(_beside, "beside", Hostile());
        for (var number = 0; number < UnderWay; number++)
        {
            await RoundAsync(_alone, "alone");
            await RoundAsync(_beside, "beside");
        }

        var ratios = new List<double>();
        while (ratios.Count < Measurements && !ratios.Exists(ratio => ratio <= Bound))
        {
            await _beside.WaitForAsync("hostile", figures => figures.GetProperty("inFlight").GetInt64() == UnderWay);
            ratios.Add(await MeasureAsync());
        }

        Assert.InRange(ratios.Min(), 0, Bound);
        var figures = await _beside.WaitForAsync("hostile", _ => true);
        Assert.Equal(0, figures.GetProperty("delivered").GetInt64());
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }

    /// <summary>Never answered, never left alone: neither the breaker nor the adaptive limit protects its neighbours.</summary>
    private DestinationConfig Hostile()
    {
        var destination = ConfigFolder.Destination("hostile", ConfigFolder.Mapping("all", _hostile.Url));
        return destination with
        {
            Delivery = destination.Delivery with
            {
                Concurrency = new ConcurrencySpec { Max = UnderWay, Adaptive = false },
                CircuitBreaker = new CircuitBreakerSpec { MinimumThroughput = 10_000 },
            },
        };
    }

    private async Task StartAsync(RunningWorker worker, string name, params DestinationConfig[] more)
    {
        var healthy = Enumerable.Range(0, Healthy).Select(number => ConfigFolder.Destination($"d{number}", Mapping(name, number)));
        worker.Config.Write(ConfigFolder.Config([.. healthy, .. more]));
        await worker.StartAsync();
        await worker.WaitUntilReadyAsync();
    }

    /// <summary>Each round beside the hostile destination is compared with the one alone just before or after it, since the machine's other work comes and goes.</summary>
    private async Task<double> MeasureAsync()
    {
        var (alone, beside) = (new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            if (round % 2 == 0)
            {
                alone.Add(await RoundAsync(_alone, "alone"));
                beside.Add(await BesideAsync());
            }
            else
            {
                beside.Add(await BesideAsync());
                alone.Add(await RoundAsync(_alone, "alone"));
            }
        }

        var ratio = Median(beside.Zip(alone, (with, without) => with / without));
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"p99 of {Healthy} healthy destinations, medians of {Rounds} rounds: alone {Median(alone):0.0} ms, beside a hostile one {Median(beside):0.0} ms, of each pair {ratio:0.00}"));
        return ratio;
    }

    private async Task<double> BesideAsync()
    {
        _isDripping = true;
        try
        {
            return await RoundAsync(_beside, "beside");
        }
        finally
        {
            _isDripping = false;
        }
    }

    private MappingConfig Mapping(string name, int number)
    {
        var url = System.Text.Json.JsonSerializer.SerializeToElement(new Dictionary<string, string> { ["@template"] = $"{Receiver.Url}/{name}/{number}/{{{{messageId}}}}" });
        return ConfigFolder.Mapping("all", Receiver.Url) with { Url = url };
    }

    /// <summary>One event; the milliseconds until the slowest of the healthy destinations has it: of 99, that is the 99th percentile.</summary>
    private async Task<double> RoundAsync(RunningWorker worker, string name)
    {
        var round = _round++;
        var arrivals = Enumerable.Range(0, Healthy)
            .Select(number => _arrivals.GetOrAdd($"/{name}/{number}/m{round}", _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task)
            .ToList();
        var started = TimeProvider.System.GetTimestamp();
        Assert.Equal(200, await worker.PostAsync(RunningWorker.Track($"m{round}")));
        await Task.WhenAll(arrivals).WaitAsync(Ending);
        return TimeProvider.System.GetElapsedTime(started).TotalMilliseconds;
    }
}
