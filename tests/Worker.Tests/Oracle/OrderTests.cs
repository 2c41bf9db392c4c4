using System.Net;
using ExtensibleWebhooks.Crds.Values;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Crds.WebhookMappings;
using ExtensibleWebhooks.Crds.WorkerConfigs;
using ExtensibleWebhooks.Support;
using ExtensibleWebhooks.Worker.Tests.Configuration;
using ExtensibleWebhooks.Worker.Tests.Hosting;
using ExtensibleWebhooks.Worker.Tests.Receivers;

namespace ExtensibleWebhooks.Worker.Tests.Oracle;

/// <summary>
/// The order of <c>ordering: PerUser</c>, whenever the worker dies. Of each user and destination: a request is made only when all that comes before what it brings was answered 2xx, is a dead
/// letter, or is in the same request; and a repetition of one is followed by a repetition of all that came after it, so that what a receiver hears last is what is last.
/// </summary>
public sealed class OrderTests : IAsyncLifetime
{
    private readonly ConfigFolder _config = new();
    private readonly TemporaryFolder _data = new();
    private Receiver? _receiver;

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    private Receiver Receiver => _receiver ?? throw new InvalidOperationException("Not started.");

    public async ValueTask InitializeAsync() => _receiver = await Receiver.StartAsync("0.0.0.0");

    public async ValueTask DisposeAsync()
    {
        await Receiver.DisposeAsync();
        _config.Dispose();
        _data.Dispose();
    }

    [Fact]
    public async Task Worker_KilledAtRandomMoments_KeepsTheOrderOfEachUser()
    {
        var address = MachineAddress.Find();
        Assert.SkipWhen(address is null, "This machine has no IPv4 address but loopback.");
        var seed = Environment.ProcessId;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}, {KillTests.Kills()} kills");
        var random = new Random(seed);
        var receiver = new OrderedReceiver(Receiver, seed);
        receiver.Start();
        _config.Write(ConfigFolder.Config(Destination("ordered", address, 2), Destination("picky", address, 1), Destination("batched", address, 1)));
        using var worker = new WorkerProcess(_config.Path, _data.Path, $"{address}/32");
        var producer = new Producer(worker.IngestUrl, seed);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Ending);

        await worker.StartAsync(Ending);
        var producing = Task.Run(() => producer.RunAsync(enough.Token), Ending);
        for (var kill = 0; kill < KillTests.Kills(); kill++)
        {
            await producer.WaitForAsync(producer.Promised.Count + random.Next(1, 200), Ending);
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(0, 700)), TimeProvider.System, Ending);
            worker.Kill();
            await worker.StartAsync(Ending);
        }

        await enough.CancelAsync();
        await producing;
        receiver.Heal();
        await worker.WaitUntilSettledAsync(Ending);
        Assert.Equal(0, await worker.TerminateAsync(Ending));

        var numbers = producer.Promised.Values.ToHashSet();
        Judge("/ordered", [.. numbers.Order().SelectMany(number => new[] { OrderedReceiver.StepOf(number, 0), OrderedReceiver.StepOf(number, 1) })], receiver);
        Judge("/picky", [.. numbers.Order().Select(number => OrderedReceiver.StepOf(number, 0))], receiver);
        Judge("/batched", [.. numbers.Order().Select(number => OrderedReceiver.StepOf(number, 0))], receiver);
    }

    /// <param name="path">Of the destination.</param>
    /// <param name="promised">In the order of the log.</param>
    /// <param name="receiver">With what came.</param>
    private static void Judge(string path, IReadOnlyList<long> promised, OrderedReceiver receiver)
    {
        Assert.NotEmpty(promised);
        var arrivals = receiver.Arrivals.Where(arrival => arrival.Path == path).ToList();
        foreach (var user in promised.GroupBy(UserOf))
        {
            var open = new SortedSet<long>(user);
            var last = new Dictionary<long, int>();
            foreach (var (index, (_, steps, isEnd)) in arrivals.Where(arrival => UserOf(arrival.Steps[0]) == user.Key).Index())
            {
                Assert.All(steps, step => Assert.Equal(user.Key, UserOf(step)));
                var before = open.TakeWhile(step => step < steps[^1]).Except(steps).ToList();
                Assert.True(before.Count == 0, $"{path}: {string.Join(',', steps)} came before {string.Join(',', before)}");
                Assert.Equal(steps.Order(), steps);
                foreach (var step in isEnd ? steps : [])
                {
                    open.Remove(step);
                    last[step] = index;
                }
            }

            Assert.True(open.Count == 0, $"{path} lost {string.Join(',', open)}");
            var heard = last.OrderBy(step => step.Key).Select(step => step.Value).ToList();
            Assert.Equal(heard.Order(), heard);
        }

        var ends = arrivals.Where(arrival => arrival.IsEnd).Sum(arrival => arrival.Steps.Count);
        TestContext.Current.TestOutputHelper?.WriteLine($"{path}: {promised.Count} promised, {arrivals.Count} requests, {ends - promised.Count} repeated or not promised");
    }

    private static string UserOf(long step) => Producer.UserOf(OrderedReceiver.NumberOf(step));

    private DestinationConfig Destination(string name, IPAddress? address, int mappings)
    {
        var url = new UriBuilder(Receiver.Url) { Host = address?.ToString() ?? "", Path = name }.Uri.AbsoluteUri;
        var batching = new BatchingSpec { Enabled = name == "batched", MaxSize = 5, MaxWait = Duration.Parse("20ms") };
        var destination = ConfigFolder.Destination(
            name,
            [.. Enumerable.Range(0, mappings).Select(index => ConfigFolder.Mapping($"m{index}", url, data: $$$"""{"number":{"@path":"$.properties.number"},"mapping":{{{index}}}}""") with { Batching = batching })]);
        return destination with
        {
            Delivery = destination.Delivery with
            {
                Ordering = Ordering.PerUser,
                Retry = new RetrySpec { InitialBackoff = Duration.Parse("50ms"), MaxBackoff = Duration.Parse("500ms") },
            },
        };
    }
}
