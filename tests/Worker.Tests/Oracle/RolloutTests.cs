using System.Text.Json;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Crds.WorkerConfigs;
using ExtensibleWebhooks.Worker.Tests.Hosting;

namespace ExtensibleWebhooks.Worker.Tests.Oracle;

/// <summary>What operators do all day, under load and with receivers that fail: nothing is lost, and since nothing is killed, nothing comes twice.</summary>
public sealed class RolloutTests : IAsyncLifetime
{
    private OracleWorld? _world;

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    private OracleWorld World => _world ?? throw new InvalidOperationException("Not started.");

    public async ValueTask InitializeAsync() => _world = await OracleWorld.StartAsync();

    public ValueTask DisposeAsync() => _world?.DisposeAsync() ?? ValueTask.CompletedTask;

    [Fact]
    public async Task Worker_LeftAlone_RepeatsNothing() => await RunAsync((_, producer) => producer.WaitForMoreAsync(1000, Ending));

    [Fact]
    public async Task Worker_StoppedAndStartedUnderLoad_RepeatsNothing() => await RunAsync(async (worker, producer) =>
    {
        for (var rollout = 0; rollout < 3; rollout++)
        {
            await producer.WaitForMoreAsync(200, Ending);
            Assert.Equal(0, await worker.TerminateAsync(Ending));
            await worker.StartAsync(Ending);
        }
    });

    [Fact]
    public async Task Configuration_EditedUnderLoad_RepeatsNothing() => await RunAsync(async (_, producer) =>
    {
        var config = World.ThreeDestinations();
        Func<WorkerConfig>[] edits =
        [
            () => Edited(config, destination => destination with { Delivery = destination.Delivery with { Concurrency = new ConcurrencySpec { Max = 3 } } }),
            () => Edited(config, destination => destination with { Mappings = [destination.Mappings[0] with { Headers = new Dictionary<string, JsonElement> { ["X-Edit"] = JsonSerializer.SerializeToElement("1") } }] }),

            // Out of the configuration and back, its place in the log kept.
            () => config with { Destinations = [.. config.Destinations.Skip(1)], DisabledDestinations = [new DisabledDestination { Name = "plain", WhileDisabled = WhileDisabled.Hold }] },
            () => config,
            () => Edited(config, destination => destination with { Delivery = destination.Delivery with { RateLimit = new RequestRateLimit { RequestsPerSecond = 200, Burst = 200 } } }),
            () => Edited(config, destination => destination with { Mappings = [destination.Mappings[0] with { Batching = destination.Mappings[0].Batching with { MaxSize = 7 } }] }),
        ];
        for (var round = 0; round < 3; round++)
        {
            foreach (var edit in edits)
            {
                World.Config.Write(edit());
                await producer.WaitForMoreAsync(40, Ending);
                World.Config.WriteFile(WorkerConfig.FileName, "{ half of a docum");
                await producer.WaitForMoreAsync(20, Ending);
            }
        }

        World.Config.Write(config);
    });

    private static WorkerConfig Edited(WorkerConfig config, Func<DestinationConfig, DestinationConfig> edit) => config with { Destinations = [.. config.Destinations.Select(edit)] };

    private async Task RunAsync(Func<WorkerProcess, Producer, Task> work)
    {
        var receiver = new FaultyReceiver(World.Receiver, Environment.ProcessId);
        receiver.Start();
        World.Config.Write(World.ThreeDestinations());
        using var worker = World.Worker();
        var producer = new Producer(worker.IngestUrl, Environment.ProcessId);

        await worker.StartAsync(Ending);
        await producer.ProduceAsync(() => work(worker, producer), Ending);
        receiver.Heal();
        await worker.WaitForAsync("plain", _ => true, Ending);
        await worker.WaitUntilSettledAsync(Ending);

        Assert.Equal(0, await new Judge(producer, receiver).AccountAsync(worker, ["plain", "picky", "batched"], Ending));
        Assert.Empty(producer.WronglyRefused);
        Assert.Equal(0, await worker.TerminateAsync(Ending));
    }
}
