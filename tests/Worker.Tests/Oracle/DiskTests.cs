using System.Text.Json;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Worker.Storage;
using ExtensibleWebhooks.Worker.Tests.Configuration;
using ExtensibleWebhooks.Worker.Tests.Hosting;

namespace ExtensibleWebhooks.Worker.Tests.Oracle;

/// <summary>The promise on a disk that is full, or slow.</summary>
public sealed class DiskTests : IAsyncLifetime
{
    private OracleWorld? _world;

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    private OracleWorld World => _world ?? throw new InvalidOperationException("Not started.");

    public async ValueTask InitializeAsync() => _world = await OracleWorld.StartAsync();

    public ValueTask DisposeAsync() => _world?.DisposeAsync() ?? ValueTask.CompletedTask;

    [Fact]
    public async Task FullDisk_RefusesEvents_LosesNone_AndTakesThemAgainOnceThereIsRoom()
    {
        await using var volume = await TemporaryVolume.MountAsync(64, Ending);

        await RunAsync(volume.Path, async (_, producer, _) =>
        {
            for (var time = 0; time < 2; time++)
            {
                await producer.WaitForMoreAsync(300, Ending);
                volume.Fill();
                await producer.WaitForRefusalsAsync(503, 20, Ending);
                volume.Empty();
                await producer.WaitForMoreAsync(300, Ending);
            }
        });
    }

    [Fact]
    public async Task FullDisk_DuringWhichTheWorkerIsKilled_LosesNothing()
    {
        await using var volume = await TemporaryVolume.MountAsync(64, Ending);

        await RunAsync(
            volume.Path,
            async (worker, producer, judge) =>
            {
                await producer.WaitForMoreAsync(300, Ending);
                volume.Fill();
                await producer.WaitForRefusalsAsync(503, 10, Ending);
                worker.Kill();
                await judge.KilledAsync(await Remains.ReadAsync(volume.Path, Ending), Ending);
                volume.Empty();
                await worker.StartAsync(Ending);
                await producer.WaitForMoreAsync(100, Ending);
            },
            mayRepeat: true);
    }

    /// <summary>Deleting takes room, too: until somebody enlarges the volume it stands still, and goes on then without a restart.</summary>
    [Fact]
    public async Task DiskThatTheWorkerFilledItself_WorksAgainOnceItIsEnlarged()
    {
        await using var volume = await TemporaryVolume.MountAsync(24, Ending);

        // Tried again, and no reason for the breaker to open: all that is read is parked.
        var destination = World.Destination("plain");
        World.Config.Write(ConfigFolder.Config(destination with { Delivery = destination.Delivery with { Retry = destination.Delivery.Retry with { Statuses = new StatusOverrides { Retry = [409] } } } }));
        var receiver = new FaultyReceiver(World.Receiver, 1) { Trouble = _ => 409 };
        receiver.Start();
        using var worker = World.Worker(volume.Path);
        var producer = new Producer(worker.IngestUrl, 1, padding: 10_000);
        await worker.StartAsync(Ending);

        await producer.ProduceAsync(
            async () =>
            {
                await producer.WaitForRefusalsAsync(503, 20, Ending);
                await worker.WaitForAsync("plain", figures => figures.GetProperty("parked").GetInt64() > 0, Ending);
                receiver.Heal();
                receiver.Trouble = _ => null;
                await volume.EnlargeAsync(128, Ending);
                await producer.WaitForMoreAsync(300, Ending);
            },
            Ending);
        await worker.WaitUntilSettledAsync(Ending);

        Assert.Equal(0, await new Judge(producer, receiver).AccountAsync(worker, ["plain"], Ending));
        Assert.Empty(producer.WronglyRefused);
        Assert.Equal(0, await worker.TerminateAsync(Ending));
    }

    /// <summary>
    /// What a slow disk is to the worker: commits that take long. They do, because another connection to its file holds SQLite's write lock most of the time, once beyond the 5 s
    /// that the worker waits for it.
    /// </summary>
    [Fact]
    public async Task SlowDisk_DelaysAnswers_AndLosesNothing() => await RunAsync(World.DataFolder, async (_, producer, _) =>
    {
        await producer.WaitForMoreAsync(100, Ending);
        using var blocker = StoreConnections.OpenWriter(new EmbeddedStoreOptions { Folder = World.DataFolder });
        foreach (var milliseconds in (int[])[300, 300, 300, 300, 6000, 300, 300])
        {
            blocker.ExecuteScript("BEGIN IMMEDIATE");
            await Task.Delay(TimeSpan.FromMilliseconds(milliseconds), TimeProvider.System, Ending);
            blocker.ExecuteScript("ROLLBACK");

            // A commit or two come through.
            await producer.WaitForMoreAsync(1, Ending);
        }

        await producer.WaitForMoreAsync(100, Ending);
    });

    private async Task RunAsync(string dataFolder, Func<WorkerProcess, Producer, Judge, Task> work, bool mayRepeat = false)
    {
        var receiver = new FaultyReceiver(World.Receiver, Environment.ProcessId);
        receiver.Start();
        World.Config.Write(World.ThreeDestinations());
        using var worker = World.Worker(dataFolder);
        var producer = new Producer(worker.IngestUrl, Environment.ProcessId, padding: 1000);
        var judge = new Judge(producer, receiver);

        await worker.StartAsync(Ending);
        await producer.ProduceAsync(() => work(worker, producer, judge), Ending);
        receiver.Heal();
        await worker.WaitUntilSettledAsync(Ending);

        var repeated = await judge.AccountAsync(worker, ["plain", "picky", "batched"], Ending);
        Assert.True(mayRepeat || repeated == 0, $"{repeated} came once more");
        Assert.Empty(producer.WronglyRefused);
        TestContext.Current.TestOutputHelper?.WriteLine(JsonSerializer.Serialize(producer.Refused));
        Assert.Equal(0, await worker.TerminateAsync(Ending));
    }
}
