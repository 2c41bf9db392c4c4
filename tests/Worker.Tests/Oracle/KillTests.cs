using System.Globalization;
using System.Text.Json;
using ExtensibleWebhooks.Crds.Values;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Support;
using ExtensibleWebhooks.Worker.Tests.Configuration;
using ExtensibleWebhooks.Worker.Tests.Hosting;

namespace ExtensibleWebhooks.Worker.Tests.Oracle;

/// <summary>
/// The promise: every event that was answered 200 is delivered at least once, or is parked or a dead letter, with its content intact, whenever the worker dies.
/// EXTENSIBLE_WEBHOOKS_KILLS says how often it is killed; unless set 100 times at random moments, and a few times under what is special.
/// </summary>
public sealed class KillTests : IAsyncLifetime
{
    private const int Many = 100;
    private const int Few = 4;

    /// <summary>Each fourth kill comes soon after the start, while the worker recovers from the last one.</summary>
    private const int StartKilled = 4;

    private OracleWorld? _world;

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    private OracleWorld World => _world ?? throw new InvalidOperationException("Not started.");

    /// <summary>How often a test kills.</summary>
    internal static int Kills(int unlessSet = Few) =>
        int.TryParse(Environment.GetEnvironmentVariable("EXTENSIBLE_WEBHOOKS_KILLS"), CultureInfo.InvariantCulture, out var kills) ? kills : unlessSet;

    public async ValueTask InitializeAsync() => _world = await OracleWorld.StartAsync();

    public ValueTask DisposeAsync() => _world?.DisposeAsync() ?? ValueTask.CompletedTask;

    [Fact]
    public async Task Worker_KilledAtRandomMoments_LosesNothing_AndRepeatsOnlyWhatWasUnderWay()
    {
        World.Config.Write(World.ThreeDestinations());

        await RunAsync(Kills(Many), ["plain", "picky", "batched"], _ => Task.CompletedTask, _ => { });
    }

    [Fact]
    public async Task Worker_KilledWhileItsLanesAreHeld_LosesNothing()
    {
        var breaker = new CircuitBreakerSpec { FailureRatio = 0.5, MinimumThroughput = 10, SamplingDuration = Duration.Parse("5s"), BreakDuration = Duration.Parse("500ms") };
        var (held, gone, breaking) = (World.Destination("held"), World.Destination("gone"), World.Destination("breaking"));
        var config = ConfigFolder.Config(
            held with { Delivery = held.Delivery with { Retry = held.Delivery.Retry with { Statuses = new StatusOverrides { Hold = [402] } } } },
            gone,
            breaking with { Delivery = breaking.Delivery with { CircuitBreaker = breaker } });
        World.Config.Write(config);

        await RunAsync(
            Kills(),
            ["held", "gone", "breaking"],
            async worker =>
            {
                await worker.WaitForAsync("held", figures => ReasonOf(figures) == "Held", Ending);
                await worker.WaitForAsync("gone", figures => ReasonOf(figures) == "EndpointGone", Ending);
                await worker.WaitForAsync("breaking", figures => ReasonOf(figures) == "CircuitOpen", Ending);
            },
            receiver =>
            {
                receiver.Trouble = _ => null;

                // Nothing but a change of its destination brings one back that is gone.
                var changed = config.Destinations[1] with { Delivery = config.Destinations[1].Delivery with { Timeout = Duration.Parse("9s") } };
                World.Config.Write(config with { Destinations = [config.Destinations[0], changed, config.Destinations[2]] });
            },
            path => path switch { "/held" => 402, "/gone" => 410, _ => 500 });
    }

    [Fact]
    public async Task Replay_OfAWorkerThatIsKilled_LosesNoDeadLetterAndSendsEachAgain()
    {
        const int Letters = 300;
        var receiver = World.Receiver;
        receiver.AnswerWith(422);
        World.Config.Write(ConfigFolder.Config(World.Destination("picky")));
        using var worker = World.Worker();
        var producer = new Producer(worker.IngestUrl, 1);
        await worker.StartAsync(Ending);
        await producer.ProduceAsync(() => producer.WaitForAsync(Letters, Ending), Ending);
        await worker.WaitUntilSettledAsync(Ending);
        var dead = await worker.DeadLettersAsync("picky", Ending);
        Assert.Equal(producer.Promised.Keys.Order(StringComparer.Ordinal), dead.Order(StringComparer.Ordinal));

        receiver.AnswerWith(200);
        await ReplayAsync(worker, new { id = "all", destination = "picky", ratePerSecond = 200 }, dead.Count);

        Assert.Empty(await worker.DeadLettersAsync("picky", Ending));
        AssertSentAgain(producer);
    }

    [Fact]
    public async Task RangeReplay_OfAWorkerThatIsKilled_SendsEachEventAgainAndKeepsItsPlace()
    {
        const int Events = 300;
        World.Config.Write(ConfigFolder.Config(World.Destination("plain")));
        using var worker = World.Worker();
        var producer = new Producer(worker.IngestUrl, 1);
        await worker.StartAsync(Ending);
        await producer.ProduceAsync(() => producer.WaitForAsync(Events, Ending), Ending);
        await worker.WaitUntilSettledAsync(Ending);

        var replay = await ReplayAsync(worker, new { id = "all", destination = "plain", events = new { since = DateTimeOffset.UnixEpoch }, ratePerSecond = 200 }, producer.Promised.Count);

        // The place in the log and what was made of it are one commit: each event goes back to the lane once, whatever the lane then repeats.
        var read = replay.GetProperty("read").GetInt64();
        Assert.Equal((read, read, read, 0), (Number("matched"), Number("replayed"), Number("delivered"), Number("failed")));
        AssertSentAgain(producer);

        long Number(string name) => replay.GetProperty(name).GetInt64();
    }

    private static string? ReasonOf(JsonElement figures) => figures.TryGetProperty("heldReason", out var reason) ? reason.GetString() : null;

    /// <summary>Replays, kills the worker meanwhile, and returns the replay once it has ended.</summary>
    private async Task<JsonElement> ReplayAsync(WorkerProcess worker, object request, int expected)
    {
        var requests = World.Receiver.Requests;
        requests.Clear();
        await worker.PostAsync("/inspect/v1/replay", request, Ending);
        for (var (kill, seen) = (0, 0); kill < Kills() && seen < expected; kill++, seen = requests.Count)
        {
            await World.Receiver.WaitForAsync(seen + 1, Ending);
            worker.Kill();
            await worker.StartAsync(Ending);
        }

        return await Eventually.SeenAsync(
            async () => JsonSerializer.Deserialize<JsonElement>(await worker.GetAsync("/inspect/v1/replay/all", Ending)),
            replay => replay.GetProperty("phase").GetString() == "Succeeded",
            "the end of the replay",
            Ending);
    }

    private void AssertSentAgain(Producer producer)
    {
        var sent = World.Receiver.Requests.Select(request => JsonSerializer.Deserialize<JsonElement>(request.Text)).ToLookup(body => body.GetProperty("id").GetString() ?? "", body => body.GetProperty("number").GetInt32());
        Assert.All(producer.Promised, promised => Assert.All(sent[promised.Key], number => Assert.Equal(promised.Value, number)));
        Assert.All(producer.Promised.Keys, id => Assert.InRange(sent[id].Count(), 1, Kills() + 1));
    }

    /// <summary>Kills the worker again and again while events come, mends what is broken, and judges.</summary>
    private async Task RunAsync(int kills, string[] destinations, Func<WorkerProcess, Task> beforeKill, Action<FaultyReceiver> mend, Func<string, int?>? trouble = null)
    {
        var seed = Environment.ProcessId;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}, {kills} kills");
        var random = new Random(seed);
        var receiver = new FaultyReceiver(World.Receiver, seed) { Trouble = trouble ?? (_ => null) };
        receiver.Start();
        using var worker = World.Worker();
        var producer = new Producer(worker.IngestUrl, seed);
        var judge = new Judge(producer, receiver);

        await producer.ProduceAsync(
            async () =>
            {
                for (var kill = 0; kill < kills; kill++)
                {
                    var isAtStart = kill % StartKilled == StartKilled - 1;
                    if (isAtStart)
                    {
                        worker.Launch();
                    }
                    else
                    {
                        // In the middle of work, however slow the machine is.
                        await worker.StartAsync(Ending);
                        await producer.WaitForMoreAsync(random.Next(1, 200), Ending);
                        await beforeKill(worker);
                    }

                    // And then at no moment in particular.
                    await Task.Delay(TimeSpan.FromMilliseconds(random.Next(0, isAtStart ? 1000 : 500)), TimeProvider.System, Ending);
                    worker.Kill();
                    await judge.KilledAsync(await Remains.ReadAsync(World.DataFolder, Ending), Ending);
                }

                await worker.StartAsync(Ending);
            },
            Ending);

        mend(receiver);
        receiver.Heal();
        await worker.WaitUntilSettledAsync(Ending);
        await judge.AccountAsync(worker, destinations, Ending);
        Assert.Equal(0, await worker.TerminateAsync(Ending));
    }
}
