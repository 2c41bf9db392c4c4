using ExtensibleWebhooks.Support;
using ExtensibleWebhooks.Worker.Storage;

namespace ExtensibleWebhooks.Worker.Tests.Storage;

public sealed class EmbeddedStoreTests : IDisposable
{
    private static readonly StoreSchema Notes = new("notes", ["CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE)"]);

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Write_Durable_IsReadByAReaderAndByTheNextProcess()
    {
        using (var store = Stores.Open(Options(), Notes))
        {
            var outcome = await store.WriteAsync(connection => connection.Execute("INSERT INTO note (text) VALUES (?1)", "kept"), 10, Ending);

            Assert.Equal(WriteOutcome.Durable, outcome);
            Assert.Equal(1, await CountAsync(store));
        }

        using var again = Stores.Open(Options(), Notes);
        Assert.Equal(1, await CountAsync(again));
    }

    [Fact]
    public async Task Write_ThatBreaksAConstraint_FailsAloneInItsGroup()
    {
        using var store = Stores.Open(Options(), Notes);
        using var gate = new ManualResetEventSlim();
        var first = store.WriteAsync(_ => gate.Wait(Ending), 1, Ending);

        var writes = new[] { "a", "a", "b" }.Select(text => store.WriteAsync(
            connection =>
            {
                connection.Execute("INSERT INTO note (text) VALUES (?1)", $"{text} before");
                connection.Execute("INSERT INTO note (text) VALUES (?1)", text);
            },
            1,
            Ending)).ToArray();
        gate.Set();
        var outcomes = await Task.WhenAll(writes);

        Assert.True((await first).IsDurable);
        Assert.Equal([WriteStatus.Durable, WriteStatus.Failed, WriteStatus.Durable], outcomes.Select(outcome => outcome.Status));
        Assert.Equal(4, await CountAsync(store));
    }

    [Fact]
    public async Task Write_WithADefect_FailsAndTheWriterGoesOn()
    {
        using var store = Stores.Open(Options(), Notes);

        var broken = await store.WriteAsync(_ => throw new InvalidOperationException("a secret"), 1, Ending);
        var next = await store.WriteAsync(connection => connection.Execute("INSERT INTO note (text) VALUES ('x')"), 1, Ending);

        Assert.Equal(WriteStatus.Failed, broken.Status);
        Assert.DoesNotContain("secret", broken.Reason, StringComparison.Ordinal);
        Assert.True(next.IsDurable);
    }

    [Fact]
    public async Task Write_BeyondTheBoundOfTheFile_IsFullAndWhatWasThereStays()
    {
        using var store = Stores.Open(Options() with { MaxFileBytes = 256 << 10 }, Notes);
        var outcome = WriteOutcome.Durable;
        var written = 0;

        for (; outcome.IsDurable && written < 1000; written++)
        {
            var text = $"{written} {new string('x', 4000)}";
            outcome = await store.WriteAsync(connection => connection.Execute("INSERT INTO note (text) VALUES (?1)", text), 4000, Ending);
        }

        Assert.Equal(WriteStatus.Full, outcome.Status);
        Assert.Equal(written - 1, await CountAsync(store));
        Assert.True((await store.WriteAsync(connection => connection.Execute("DELETE FROM note"), 1, Ending)).IsDurable);
        Assert.True((await store.WriteAsync(connection => connection.Execute("INSERT INTO note (text) VALUES ('x')"), 1, Ending)).IsDurable);
    }

    [Fact]
    public async Task Write_WhenTooMuchWaits_IsBusyAtOnce()
    {
        using var store = Stores.Open(Options() with { MaxQueuedBytes = 100 }, Notes);
        using var gate = new ManualResetEventSlim();
        using var started = new ManualResetEventSlim();
        var first = store.WriteAsync(_ => { started.Set(); gate.Wait(Ending); }, 1, Ending);
        started.Wait(Ending);

        var fits = store.WriteAsync(_ => { }, 90, Ending);
        var refused = await store.WriteAsync(_ => { }, 11, Ending);
        gate.Set();

        Assert.Equal(WriteStatus.Busy, refused.Status);
        Assert.True((await first).IsDurable);
        Assert.True((await fits).IsDurable);
    }

    [Fact]
    public void Start_OnAFileOfANewerVersion_IsRefusedAndLeavesIt()
    {
        using (Stores.Open(Options(), Notes with { Migrations = [.. Notes.Migrations, "CREATE TABLE later (id INTEGER)"] }))
        {
        }

        using var older = Stores.Create(Options(), Notes);
        var problem = older.Start().Problem;

        Assert.Contains("'notes' is at schema 2, this program knows 1", problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_OnAnOlderFile_RunsOnlyTheMissingMigrations()
    {
        using (var store = Stores.Open(Options(), Notes))
        {
            await store.WriteAsync(connection => connection.Execute("INSERT INTO note (text) VALUES ('old')"), 1, Ending);
        }

        using var newer = Stores.Open(Options(), Notes with { Migrations = [.. Notes.Migrations, "ALTER TABLE note ADD COLUMN size INTEGER NOT NULL DEFAULT 7"] });

        Assert.Equal(7, await newer.ReadAsync(connection => connection.Scalar("SELECT size FROM note WHERE text = 'old'"), Ending));
    }

    [Fact]
    public void Start_InAFolderInUse_IsRefused()
    {
        using var first = Stores.Open(Options(), Notes);
        using var second = Stores.Create(Options(), Notes);

        Assert.Contains("in use", second.Start().Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Start_OnAFileThatIsNoDatabase_IsRefused()
    {
        File.WriteAllText(Options().FilePath, new string('?', 5000));
        using var store = Stores.Create(Options(), Notes);

        Assert.Contains("cannot be opened", store.Start().Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_AfterDispose_IsBusy()
    {
        var store = Stores.Open(Options(), Notes);
        store.Dispose();

        Assert.Equal(WriteStatus.Busy, (await store.WriteAsync(_ => { }, 1, Ending)).Status);
    }

    private static ValueTask<long?> CountAsync(EmbeddedStore store) => store.ReadAsync(connection => connection.Scalar("SELECT COUNT(*) FROM note"), Ending);

    private EmbeddedStoreOptions Options() => new() { Folder = _folder.Path };
}
