using CsCheck;
using ExtensibleWebhooks.Support;
using ExtensibleWebhooks.Worker.Storage;

namespace ExtensibleWebhooks.Worker.Tests.Storage;

/// <summary>A store whose files were damaged while nobody had it open: nothing that was durable is gone without a word.</summary>
public sealed class StoreDamageTests : IAsyncLifetime
{
    private const int Commits = 40;
    private const int Last = Commits - 1;

    private static readonly StoreSchema Notes = new("notes", ["CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL)"]);

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    private string Crashed => _folder.At("crashed");

    private string Copy => _folder.At("copy");

    private string WalPath => Path.Combine(Copy, $"{EmbeddedStoreOptions.FileName}-wal");

    private string FilePath => Path.Combine(Copy, EmbeddedStoreOptions.FileName);

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Crashed);

        // Checkpoints in between, so that the log has frames of earlier rounds behind its end.
        using var store = Stores.Open(new EmbeddedStoreOptions { Folder = _folder.At("origin"), CheckpointBytes = 320 << 10 }, Notes);
        for (var commit = 0; commit < Commits; commit++)
        {
            var text = new string((char)('a' + (commit % 26)), 30_000);
            Assert.True((await store.WriteAsync(connection => connection.Execute("INSERT INTO note (text) VALUES (?1)", text), 1, Ending)).IsDurable);
        }

        await store.WriteAsync(
            _ =>
            {
                foreach (var name in (string[])[EmbeddedStoreOptions.FileName, $"{EmbeddedStoreOptions.FileName}-wal"])
                {
                    File.Copy(_folder.At($"origin/{name}"), Path.Combine(Crashed, name));
                }
            },
            1,
            Ending);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Crash_LeavesEverything() => Assert.Equal(Commits, await OpenAsync(() => { }));

    /// <summary>What the last commit loses cannot be told from a crash in the middle of it; anything more is refused.</summary>
    [Fact]
    public async Task FlippedBit_InTheWriteAheadLog_LosesNoMoreThanTheLastCommit() => await Gen.Select(Gen.Double[0, 1], Gen.Int[0, 7]).SampleAsync(
        async (share, bit) => Assert.InRange(await OpenAsync(() => Flip(WalPath, share, bit)) ?? Commits, Last, Commits), iter: 100, threads: 1);

    [Fact]
    public async Task FlippedBit_InTheHeaderOfTheWriteAheadLog_IsRefused() => await Gen.Select(Gen.Int[0, 31], Gen.Int[0, 7]).SampleAsync(
        async (place, bit) => Assert.Null(await OpenAsync(() => FlipAt(WalPath, place, bit))), iter: 20, threads: 1);

    [Fact]
    public async Task Refusal_SaysWhereAndWhatToDo_AndDoingItLosesWhatStandsBehind()
    {
        Reset();
        FlipAt(WalPath, 32 + 24 + 100, 3);
        var before = await File.ReadAllBytesAsync(WalPath, Ending);

        using (var refused = Stores.Create(Options(), Notes))
        {
            var problem = refused.Start().Problem;
            Assert.Contains($"{WalPath} is damaged at byte 32, ", problem, StringComparison.Ordinal);
            Assert.Contains("truncate -s 32", problem, StringComparison.Ordinal);
        }

        Assert.Equal(before, await File.ReadAllBytesAsync(WalPath, Ending));
        await using (var wal = new FileStream(WalPath, FileMode.Open))
        {
            wal.SetLength(32);
        }

        using var store = Stores.Open(Options(), Notes);
        Assert.InRange(await CountAsync(store), 1, Last);
    }

    [Fact]
    public async Task EmptyDatabase_BesideAWriteAheadLog_IsRefused()
    {
        Assert.Null(await OpenAsync(() => File.WriteAllBytes(FilePath, [])));
        Assert.Null(await OpenAsync(() => File.Delete(FilePath)));
    }

    [Fact]
    public async Task DatabaseThatIsCutOff_IsRefused_OrCannotBeRead() => await Gen.Double[0.01, 0.95].SampleAsync(
        async share => Assert.Null(await OpenAsync(() =>
        {
            using var file = new FileStream(FilePath, FileMode.Open);
            file.SetLength((long)(file.Length * share));
        })),
        iter: 10,
        threads: 1);

    private static void Flip(string path, double share, int bit) => FlipAt(path, (long)((new FileInfo(path).Length - 1) * share), bit);

    private static void FlipAt(string path, long place, int bit)
    {
        using var file = new FileStream(path, FileMode.Open);
        file.Position = place;
        var value = file.ReadByte();
        file.Position = place;
        file.WriteByte((byte)(value ^ (1 << bit)));
    }

    private static async Task<int> CountAsync(EmbeddedStore store) => (int)(await store.ReadAsync(
        connection => connection.Scalar("SELECT SUM(length(text) = 30000) FROM note"), Ending) ?? 0);

    private EmbeddedStoreOptions Options() => new() { Folder = Copy };

    private void Reset()
    {
        if (Directory.Exists(Copy))
        {
            Directory.Delete(Copy, recursive: true);
        }

        Directory.CreateDirectory(Copy);
        foreach (var file in Directory.EnumerateFiles(Crashed))
        {
            File.Copy(file, Path.Combine(Copy, Path.GetFileName(file)));
        }
    }

    /// <summary>How many of the commits are there; null when the store is refused, or says itself that it cannot be read.</summary>
    private async Task<int?> OpenAsync(Action damage)
    {
        Reset();
        damage();
        using var store = Stores.Create(Options(), Notes);
        if (!store.Start().IsReady)
        {
            return null;
        }

        try
        {
            return await CountAsync(store);
        }
        catch (Microsoft.Data.Sqlite.SqliteException)
        {
            return null;
        }
    }
}
