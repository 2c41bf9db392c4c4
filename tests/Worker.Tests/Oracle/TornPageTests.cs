using System.Buffers.Binary;
using ExtensibleWebhooks.Worker.Storage;
using ExtensibleWebhooks.Worker.Tests.Hosting;

namespace ExtensibleWebhooks.Worker.Tests.Oracle;

/// <summary>
/// The promise where a crash tears the page that was on its way to the disk: the files that it leaves are copied, and behind the last commit of their write-ahead log stands a
/// page in part, or one that is whole and wrong. Nobody had been told of it, so nothing is lost.
/// </summary>
public sealed class TornPageTests : IAsyncLifetime
{
    private const int Kills = 4;
    private const int WalHeader = 32;
    private const int FrameHeader = 24;

    private OracleWorld? _world;

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    private OracleWorld World => _world ?? throw new InvalidOperationException("Not started.");

    public async ValueTask InitializeAsync() => _world = await OracleWorld.StartAsync();

    public ValueTask DisposeAsync() => _world?.DisposeAsync() ?? ValueTask.CompletedTask;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Worker_KilledWithATornLastPage_LosesNothing_AndRepeatsOnlyWhatWasUnderWay(bool isCutOff)
    {
        var random = new Random(Environment.ProcessId);
        var receiver = new FaultyReceiver(World.Receiver, Environment.ProcessId);
        receiver.Start();
        World.Config.Write(World.ThreeDestinations());
        using var worker = World.Worker();
        var producer = new Producer(worker.IngestUrl, Environment.ProcessId);
        var judge = new Judge(producer, receiver);
        var torn = 0;

        await worker.StartAsync(Ending);
        await producer.ProduceAsync(
            async () =>
            {
                for (var kill = 0; kill < Kills; kill++)
                {
                    await producer.WaitForMoreAsync(random.Next(20, 200), Ending);
                    worker.Kill();
                    await judge.KilledAsync(await Remains.ReadAsync(World.DataFolder, Ending), Ending);
                    torn += Tear(isCutOff, random) ? 1 : 0;
                    await worker.StartAsync(Ending);
                }
            },
            Ending);
        receiver.Heal();
        await worker.WaitUntilSettledAsync(Ending);

        Assert.Equal(Kills, torn);
        await judge.AccountAsync(worker, ["plain", "picky", "batched"], Ending);
        Assert.Equal(0, await worker.TerminateAsync(Ending));
    }

    /// <summary>False: there is no commit to tear one behind.</summary>
    private bool Tear(bool isCutOff, Random random)
    {
        var file = Path.Combine(World.DataFolder, EmbeddedStoreOptions.FileName);
        File.Delete($"{file}-shm");
        File.Move(file, $"{file}.before");
        File.Copy($"{file}.before", file);
        File.Delete($"{file}.before");

        var wal = File.ReadAllBytes($"{file}-wal");
        var frame = FrameHeader + (int)BinaryPrimitives.ReadUInt32BigEndian(wal.AsSpan(8));
        var end = WalHeader;
        while (end + frame <= wal.Length && wal.AsSpan(end + 8, 8).SequenceEqual(wal.AsSpan(16, 8)))
        {
            end += frame;
        }

        if (end == WalHeader)
        {
            return false;
        }

        // The last frame once more, with a flipped bit: a commit, and no checksum is right.
        var page = wal.AsSpan(end - frame, frame).ToArray();
        page[random.Next(FrameHeader, frame)] ^= (byte)(1 << random.Next(8));
        var left = isCutOff ? random.Next(1, frame) : frame;
        File.WriteAllBytes($"{file}-wal", [.. wal.AsSpan(0, end), .. page.AsSpan(0, left), .. isCutOff ? [] : wal.AsSpan(Math.Min(wal.Length, end + frame))]);
        return true;
    }
}
