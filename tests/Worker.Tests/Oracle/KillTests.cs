using System.Globalization;
using System.Net;
using System.Text.Json;
using ExtensibleWebhooks.Crds.Values;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Crds.WebhookMappings;
using ExtensibleWebhooks.Crds.WorkerConfigs;
using ExtensibleWebhooks.Support;
using ExtensibleWebhooks.Worker.Tests.Configuration;
using ExtensibleWebhooks.Worker.Tests.Receivers;

namespace ExtensibleWebhooks.Worker.Tests.Oracle;

/// <summary>
/// The promise: every event that was answered 200 is delivered at least once, or is parked or a dead letter, with its content intact, whenever the worker dies.
/// EXTENSIBLE_WEBHOOKS_KILLS says how often it is killed; 4 unless set.
/// </summary>
public sealed class KillTests : IAsyncLifetime
{
    private const string Data = """{"id":{"@path":"$.messageId"},"number":{"@path":"$.properties.number"}}""";

    private readonly ConfigFolder _config = new();
    private readonly TemporaryFolder _data = new();
    private Receiver? _receiver;

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    internal static int Kills => int.TryParse(Environment.GetEnvironmentVariable("EXTENSIBLE_WEBHOOKS_KILLS"), CultureInfo.InvariantCulture, out var kills) ? kills : 4;

    private Receiver Receiver => _receiver ?? throw new InvalidOperationException("Not started.");

    public async ValueTask InitializeAsync() => _receiver = await Receiver.StartAsync("0.0.0.0");

    public async ValueTask DisposeAsync()
    {
        await Receiver.DisposeAsync();
        _config.Dispose();
        _data.Dispose();
    }

    [Fact]
    public async Task Worker_KilledAtRandomMoments_LosesNothing()
    {
        // The program refuses loopback by design, so the receiver is reached by the machine's own address.
        var address = WorkerProcess.OwnAddress();
        Assert.SkipWhen(address is null, "This machine has no IPv4 address but loopback.");
        var seed = Environment.ProcessId;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}, {Kills} kills");
        var random = new Random(seed);
        var receiver = new FaultyReceiver(Receiver, seed);
        receiver.Start();
        _config.Write(ConfigFolder.Config(Destination("plain", address), Destination("picky", address), Destination("batched", address)));
        using var worker = new WorkerProcess(_config.Path, _data.Path, $"{address}/32");
        var producer = new Producer(worker.IngestUrl, seed);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Ending);

        await worker.StartAsync(Ending);
        var producing = Task.Run(() => producer.RunAsync(enough.Token), Ending);
        for (var kill = 0; kill < Kills; kill++)
        {
            // In the middle of work, however slow the machine is, and then at no moment in particular.
            await producer.WaitForAsync(producer.Promised.Count + random.Next(1, 200), Ending);
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(0, 500)), TimeProvider.System, Ending);
            worker.Kill();
            await worker.StartAsync(Ending);
        }

        await enough.CancelAsync();
        await producing;
        receiver.Heal();
        await worker.WaitUntilSettledAsync(Ending);
        var deadLetters = new Dictionary<string, IReadOnlySet<string>>
        {
            ["/plain"] = new HashSet<string>(),
            ["/picky"] = await DeadLettersAsync(worker, "picky"),
            [FaultyReceiver.Batched] = await DeadLettersAsync(worker, "batched"),
        };
        Assert.Equal(0, await worker.TerminateAsync(Ending));

        Judge(producer, receiver, deadLetters);
    }

    private static void Judge(Producer producer, FaultyReceiver receiver, IReadOnlyDictionary<string, IReadOnlySet<string>> deadLetters)
    {
        Assert.NotEmpty(producer.Promised);
        foreach (var (id, number) in producer.Promised)
        {
            foreach (var path in deadLetters.Keys)
            {
                if (receiver.Taken.TryGetValue((path, id), out var taken))
                {
                    Assert.All(taken, came => Assert.Equal(number, came));
                }
                else
                {
                    Assert.True(FaultyReceiver.IsRefused(number) && deadLetters[path].Contains(id), $"{path} lost {id}");
                }
            }
        }

        // A life of the worker repeats at most what its last life had not committed.
        var duplicates = receiver.Taken.Values.Sum(taken => taken.Count - 1);
        TestContext.Current.TestOutputHelper?.WriteLine($"{producer.Promised.Count} promised, {receiver.Taken.Count} taken, {duplicates} twice, {deadLetters.Values.Sum(letters => letters.Count)} dead letters");
        Assert.All(receiver.Taken.Where(taken => taken.Key.Path != FaultyReceiver.Batched), taken => Assert.InRange(taken.Value.Count, 1, Kills + 1));

        // What a life repeats of a batch makes another batch beside the one that is parked already; each life may send each of those once.
        Assert.All(receiver.Taken.Values, taken => Assert.InRange(taken.Count, 1, (Kills + 1) * (Kills + 2) / 2));
    }

    [Fact]
    public async Task Replay_OfAWorkerThatIsKilled_LosesNoDeadLetterAndSendsEachAgain()
    {
        const int Letters = 300;
        var address = WorkerProcess.OwnAddress();
        Assert.SkipWhen(address is null, "This machine has no IPv4 address but loopback.");
        Receiver.AnswerWith(422);
        _config.Write(ConfigFolder.Config(Destination("picky", address)));
        using var worker = new WorkerProcess(_config.Path, _data.Path, $"{address}/32");
        var producer = new Producer(worker.IngestUrl, 1);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Ending);
        await worker.StartAsync(Ending);
        var producing = Task.Run(() => producer.RunAsync(enough.Token), Ending);
        await producer.WaitForAsync(Letters, Ending);
        await enough.CancelAsync();
        await producing;
        await worker.WaitUntilSettledAsync(Ending);
        var dead = await DeadLettersAsync(worker, "picky");
        Assert.Equal(producer.Promised.Keys.Order(StringComparer.Ordinal), dead.Order(StringComparer.Ordinal));

        Receiver.AnswerWith(200);
        Receiver.Requests.Clear();
        await worker.PostAsync("/inspect/v1/replay", new { id = "all", destination = "picky", ratePerSecond = 200 }, Ending);
        for (var (kill, seen) = (0, 0); kill < Kills && seen < dead.Count; kill++, seen = Receiver.Requests.Count)
        {
            await Receiver.WaitForAsync(seen + 1, Ending);
            worker.Kill();
            await worker.StartAsync(Ending);
        }

        while (JsonSerializer.Deserialize<JsonElement>(await worker.GetAsync("/inspect/v1/replay/all", Ending)).GetProperty("phase").GetString() != "Succeeded")
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Ending);
        }

        Assert.Empty(await DeadLettersAsync(worker, "picky"));
        var sent = Receiver.Requests.Select(request => JsonSerializer.Deserialize<JsonElement>(request.Text)).ToLookup(body => body.GetProperty("id").GetString() ?? "", body => body.GetProperty("number").GetInt32());
        Assert.All(producer.Promised, promised => Assert.All(sent[promised.Key], number => Assert.Equal(promised.Value, number)));
        Assert.All(producer.Promised.Keys, id => Assert.InRange(sent[id].Count(), 1, Kills + 1));
    }

    [Fact]
    public async Task RangeReplay_OfAWorkerThatIsKilled_SendsEachEventAgainAndKeepsItsPlace()
    {
        const int Events = 300;
        var address = WorkerProcess.OwnAddress();
        Assert.SkipWhen(address is null, "This machine has no IPv4 address but loopback.");
        _config.Write(ConfigFolder.Config(Destination("plain", address)));
        using var worker = new WorkerProcess(_config.Path, _data.Path, $"{address}/32");
        var producer = new Producer(worker.IngestUrl, 1);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Ending);
        await worker.StartAsync(Ending);
        var producing = Task.Run(() => producer.RunAsync(enough.Token), Ending);
        await producer.WaitForAsync(Events, Ending);
        await enough.CancelAsync();
        await producing;
        await worker.WaitUntilSettledAsync(Ending);

        Receiver.Requests.Clear();
        await worker.PostAsync("/inspect/v1/replay", new { id = "all", destination = "plain", events = new { since = DateTimeOffset.UnixEpoch }, ratePerSecond = 200 }, Ending);
        for (var (kill, seen) = (0, 0); kill < Kills && seen < producer.Promised.Count; kill++, seen = Receiver.Requests.Count)
        {
            await Receiver.WaitForAsync(seen + 1, Ending);
            worker.Kill();
            await worker.StartAsync(Ending);
        }

        JsonElement replay;
        while ((replay = JsonSerializer.Deserialize<JsonElement>(await worker.GetAsync("/inspect/v1/replay/all", Ending))).GetProperty("phase").GetString() != "Succeeded")
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Ending);
        }

        // The place in the log and what was made of it are one commit: each event goes back to the lane once, whatever the lane then repeats.
        var read = replay.GetProperty("read").GetInt64();
        Assert.Equal((read, read, read, 0), (Number("matched"), Number("replayed"), Number("delivered"), Number("failed")));
        var sent = Receiver.Requests.Select(request => JsonSerializer.Deserialize<JsonElement>(request.Text)).ToLookup(body => body.GetProperty("id").GetString() ?? "", body => body.GetProperty("number").GetInt32());
        Assert.All(producer.Promised, promised => Assert.All(sent[promised.Key], number => Assert.Equal(promised.Value, number)));
        Assert.All(producer.Promised.Keys, id => Assert.InRange(sent[id].Count(), 1, Kills + 1));
        TestContext.Current.TestOutputHelper?.WriteLine($"{read} events, {Receiver.Requests.Count} requests");

        long Number(string name) => replay.GetProperty(name).GetInt64();
    }

    /// <summary>The ids of all events that are dead letters of a destination.</summary>
    private static async Task<IReadOnlySet<string>> DeadLettersAsync(WorkerProcess worker, string destination)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        for (var before = ""; ;)
        {
            var page = JsonSerializer.Deserialize<JsonElement>(await worker.GetAsync($"/inspect/v1/dead-letters?destination={destination}&limit=1000{before}", Ending));
            ids.UnionWith(page.GetProperty("items").EnumerateArray().Select(letter => IdOf(JsonSerializer.Deserialize<JsonElement>(letter.GetProperty("body").GetString() ?? ""))));
            if (!page.TryGetProperty("next", out var next))
            {
                return ids;
            }

            before = $"&before={next.GetInt64()}";
        }
    }

    /// <summary>A dead letter of a batch is a batch of one.</summary>
    private static string IdOf(JsonElement body) => (body.ValueKind == JsonValueKind.Array ? body[0] : body).GetProperty("id").GetString() ?? "";

    private DestinationConfig Destination(string name, IPAddress? address)
    {
        var url = new UriBuilder(Receiver.Url) { Host = address?.ToString() ?? "", Path = name }.Uri.AbsoluteUri;
        var batching = new BatchingSpec { Enabled = name == "batched", MaxSize = 20, MaxWait = Duration.Parse("50ms"), ItemStatusPath = "$[*]" };
        var destination = ConfigFolder.Destination(name, ConfigFolder.Mapping("count", url, data: Data) with { Batching = batching });
        return destination with
        {
            Delivery = destination.Delivery with { Retry = new RetrySpec { InitialBackoff = Duration.Parse("100ms"), MaxBackoff = Duration.Parse("1s") } },
        };
    }
}
