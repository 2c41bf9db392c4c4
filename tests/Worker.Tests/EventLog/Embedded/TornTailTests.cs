using CsCheck;
using ExtensibleWebhooks.Support;
using ExtensibleWebhooks.Worker.EventLog;
using ExtensibleWebhooks.Worker.Storage;

namespace ExtensibleWebhooks.Worker.Tests.EventLog.Embedded;

/// <summary>
/// The files of a crash whose last writes reached the disk in part or wrongly: the log opens, holds a whole beginning of what was appended, can be written
/// again, and that survives a second crash.
/// </summary>
public sealed class TornTailTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _appended = [];

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    private string Crashed => _folder.At("crashed");

    public async ValueTask InitializeAsync()
    {
        await using var harness = await EmbeddedHarness.OpenAsync();
        for (var batch = 0; batch < 60; batch++)
        {
            var ids = Enumerable.Range(0, 20).Select(index => $"{batch}/{index}").ToArray();
            await harness.Log.AppendOkAsync(Batches.Padded(700, ids), Ending);
            _appended.AddRange(ids);
        }

        await harness.CopyAsAfterACrashAsync(Crashed);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Log_AfterACrash_HasEverythingThatWasAcknowledged()
    {
        Assert.True(new FileInfo(Path.Combine(Crashed, $"{EmbeddedStoreOptions.FileName}-wal")).Length > 0);
        Assert.Equal(_appended.Count, await RecoverAsync(Crashed));
    }

    [Fact]
    public async Task Log_WhoseTailIsCutOff_KeepsAWholeBeginningAndGoesOn() => await Gen.Double[0, 1].SampleAsync(
        async share => await DamageAndRecoverAsync((wal, length) => wal.SetLength((long)(length * share))), iter: 15, threads: 1);

    /// <summary>Where more than the last commit is at stake the store does not open (StoreDamageTests): a whole beginning is not enough then.</summary>
    [Fact]
    public async Task Log_WithAFlippedBitInItsTail_IsRefused_OrKeepsAWholeBeginningAndGoesOn() => await Gen.Select(Gen.Double[0, 1], Gen.Int[0, 7]).SampleAsync(
        async (share, bit) => await DamageAndRecoverAsync((wal, length) =>
        {
            wal.Position = (long)((length - 1) * share);
            var value = wal.ReadByte();
            wal.Position--;
            wal.WriteByte((byte)(value ^ (1 << bit)));
        }),
        iter: 15,
        threads: 1);

    [Fact]
    public async Task Log_WithGarbageBehindItsTail_HasEverything()
    {
        var folder = Copy();
        await using (var wal = OpenWal(folder))
        {
            wal.Position = wal.Length;
            var garbage = new byte[20_000];
            new Random(7).NextBytes(garbage);
            wal.Write(garbage);
        }

        Assert.Equal(_appended.Count, await RecoverAsync(folder));
    }

    private static FileStream OpenWal(string folder) => new(Path.Combine(folder, $"{EmbeddedStoreOptions.FileName}-wal"), FileMode.Open, FileAccess.ReadWrite);

    private async Task DamageAndRecoverAsync(Action<FileStream, long> damage)
    {
        var folder = Copy();
        await using (var wal = OpenWal(folder))
        {
            damage(wal, wal.Length);
        }

        if (StoreDamage.Find(Path.Combine(folder, EmbeddedStoreOptions.FileName)).Problem is null)
        {
            await RecoverAsync(folder);
        }
    }

    private string Copy()
    {
        var folder = _folder.At("copy");
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(folder);
        foreach (var file in Directory.EnumerateFiles(Crashed))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        return folder;
    }

    /// <summary>Opens, checks, writes, crashes again and checks again; returns how many of the appended events were there.</summary>
    private async Task<int> RecoverAsync(string folder)
    {
        var again = _folder.At("again");
        int recovered;
        await using (var harness = await EmbeddedHarness.OpenAsync(folder: folder))
        {
            var ids = await harness.Log.ReadAllAsync(LogPosition.None, Ending);
            recovered = ids.Count;
            Assert.Equal(_appended.Take(recovered), ids);
            await harness.Log.AppendOkAsync(Batches.Of("new"), Ending);
            await harness.CopyAsAfterACrashAsync(again);
        }

        await using (var harness = await EmbeddedHarness.OpenAsync(folder: again))
        {
            Assert.Equal([.. _appended.Take(recovered), "new"], await harness.Log.ReadAllAsync(LogPosition.None, Ending));
            Assert.Equal(1, (await harness.Log.AppendOkAsync(Batches.Of("new"), Ending)).Duplicates);
        }

        Directory.Delete(again, recursive: true);
        return recovered;
    }
}
