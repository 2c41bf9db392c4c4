using System.Text;
using ExtensibleWebhooks.Worker.EventLog;
using ExtensibleWebhooks.Worker.EventLog.Embedded;
using ExtensibleWebhooks.Worker.Storage;

namespace ExtensibleWebhooks.Worker.Tests.EventLog.Embedded;

/// <summary>What is particular to the Embedded engine.</summary>
public sealed class EmbeddedEventLogTests
{
    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Cursors_AtTheTail_GetTheSameEventFromMemory()
    {
        await using var harness = await EmbeddedHarness.OpenAsync();
        using var one = await harness.Log.OpenCursorAsync("one", CursorStart.Oldest, Ending);
        using var two = await harness.Log.OpenCursorAsync("two", CursorStart.Oldest, Ending);
        Assert.NotNull(one);
        Assert.NotNull(two);
        await harness.Log.AppendOkAsync(Batches.Of("a"), Ending);

        Assert.Same((await one.ReadAsync(1, Ending)).Events[0], (await two.ReadAsync(1, Ending)).Events[0]);
    }

    [Fact]
    public async Task Cursor_OpenedTwice_Throws()
    {
        await using var harness = await EmbeddedHarness.OpenAsync();
        using var cursor = await harness.Log.OpenCursorAsync("lane", CursorStart.Oldest, Ending);

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await harness.Log.OpenCursorAsync("lane", CursorStart.Oldest, Ending));
    }

    /// <summary>What is accepted after the refusal is the lane's, also when the process ends before it is asked again.</summary>
    [Fact]
    public async Task Cursor_ThatTheStoreRefuses_IsDurableWithTheNextAppend()
    {
        await using var harness = await EmbeddedHarness.OpenAsync();
        await harness.Log.AppendOkAsync(Batches.Of("before"), Ending);
        await RefuseAsync(harness, "wanted");
        await RefuseAsync(harness, "forgotten");
        await harness.Log.RemoveCursorAsync("forgotten", Ending);
        await harness.Log.AppendOkAsync(Batches.Of("after"), Ending);

        await harness.RestartAsync();
        using var wanted = await harness.Log.OpenCursorAsync("wanted", CursorStart.Newest, Ending);
        using var forgotten = await harness.Log.OpenCursorAsync("forgotten", CursorStart.Newest, Ending);
        Assert.NotNull(wanted);
        Assert.NotNull(forgotten);

        Assert.Equal(1, (await wanted.GetLagAsync(Ending)).Events);
        Assert.Equal(["after"], Batches.IdsOf(await wanted.ReadAsync(10, Ending)));
        Assert.Equal(0, (await forgotten.GetLagAsync(Ending)).Events);
    }

    [Fact]
    public async Task Append_BeyondTheBoundOfTheFile_IsFullUntilRetentionMakesRoom()
    {
        await using var harness = await EmbeddedHarness.OpenAsync(maxFileBytes: 2 << 20);
        var result = await harness.Log.AppendOkAsync(Batches.Of("first"), Ending);
        for (var batch = 0; result.Outcome.IsDurable && batch < 100; batch++)
        {
            result = await harness.Log.AppendAsync(Batches.Padded(50_000, $"{batch}", $"{batch}+"), Ending);
        }

        var events = await harness.Log.ReadAllAsync(LogPosition.None, Ending);

        Assert.Equal(WriteStatus.Full, result.Outcome.Status);
        Assert.Empty(result.Positions);
        Assert.Equal(1, events.Count % 2);
        harness.Log.Configure(new EventLogSettings { MaxBytes = 1 << 20 });
        await harness.RetainAsync();
        await harness.Log.AppendOkAsync(Batches.Padded(50_000, "after"), Ending);
    }

    [Fact]
    public async Task Retention_OfWhatALaneHasNotRead_IsCountedForIt()
    {
        await using var harness = await EmbeddedHarness.OpenAsync();
        using var slow = await harness.Log.OpenCursorAsync("slow", CursorStart.Oldest, Ending);
        Assert.NotNull(slow);
        await harness.Log.AppendOkAsync(Batches.Of("a", "b", "c"), Ending);
        var slice = await slow.ReadAsync(1, Ending);
        await slow.CommitAsync(slice.Events[0].Position, Ending);

        harness.Time.Advance(TimeSpan.FromHours(73));
        await harness.RetainAsync();

        Assert.Contains("extensible_webhooks_log_expired_unread_total{destination=\"slow\"} 2", await harness.ScrapeAsync(), StringComparison.Ordinal);
        Assert.Contains("extensible_webhooks_log_events 0", await harness.ScrapeAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Retention_BeforeTheLogIsConfigured_DeletesNothing()
    {
        await using var harness = await EmbeddedHarness.OpenAsync();
        await harness.Log.AppendOkAsync(Batches.Of("a"), Ending);
        await harness.RestartAsync(configured: false);
        harness.Time.Advance(TimeSpan.FromDays(100));

        await harness.RetainAsync();
        var before = await harness.Log.GetExtentAsync(Ending);
        harness.Log.Configure(new EventLogSettings());
        await harness.RetainAsync();

        Assert.Equal(1, before.Events);
        Assert.Equal(0, (await harness.Log.GetExtentAsync(Ending)).Events);
    }

    [Fact]
    public async Task MessageIds_OfAWindowLongerThanTheDefault_AreKnownAfterARestart()
    {
        var settings = new EventLogSettings { DeduplicationWindow = TimeSpan.FromDays(7) };
        await using var harness = await EmbeddedHarness.OpenAsync();
        harness.Log.Configure(settings);
        await harness.Log.AppendOkAsync(Batches.Of("a"), Ending);
        harness.Time.Advance(TimeSpan.FromDays(6));
        await harness.RestartAsync(configured: false);
        harness.Log.Configure(settings);

        Assert.Equal(1, (await harness.Log.AppendOkAsync(Batches.Of("a"), Ending)).Duplicates);
    }

    [Fact]
    public async Task File_UnderRetentionBySize_IsBoundedHoweverMuchIsAppended()
    {
        await using var harness = await EmbeddedHarness.OpenAsync();
        harness.Log.Configure(new EventLogSettings { MaxBytes = 2 << 20, DeduplicationWindow = TimeSpan.FromMinutes(1) });

        for (var batch = 0; batch < 300; batch++)
        {
            await harness.Log.AppendOkAsync(Batches.Padded(1000, Enumerable.Range(0, 100).Select(index => $"{batch}/{index}")), Ending);
            harness.Time.Advance(TimeSpan.FromSeconds(10));
        }

        await harness.RetainAsync();
        harness.Close();

        Assert.InRange(new FileInfo(harness.FilePath).Length, 2 << 20, 5 << 20);
    }

    [Fact]
    public async Task Block_DamagedOnDisk_IsSkippedAndCountedAndTheRestIsRead()
    {
        await using var harness = await EmbeddedHarness.OpenAsync();
        await harness.Log.AppendOkAsync(Batches.Of("a"), Ending);
        await harness.Log.AppendOkAsync(Batches.Of("damaged", "with it"), Ending);
        await harness.Log.AppendOkAsync(Batches.Of("b"), Ending);
        using (var cursor = await harness.Log.OpenCursorAsync("lane", CursorStart.Oldest, Ending))
        {
            Assert.NotNull(cursor);
        }

        harness.Close();
        var bytes = await File.ReadAllBytesAsync(harness.FilePath, Ending);
        bytes[bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes("damaged"))] ^= 1;
        await File.WriteAllBytesAsync(harness.FilePath, bytes, Ending);
        await harness.RestartAsync();

        using var again = await harness.Log.OpenCursorAsync("lane", CursorStart.Oldest, Ending);
        Assert.NotNull(again);
        var first = await again.ReadAsync(10, Ending);
        var second = await again.ReadAsync(10, Ending);

        Assert.Equal(["a"], Batches.IdsOf(first));
        Assert.Equal(0, first.Missed);
        Assert.Equal(["b"], Batches.IdsOf(second));
        Assert.Equal(2, second.Missed);
        Assert.Contains("extensible_webhooks_log_damaged_events_total 2", await harness.ScrapeAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Times_WhenTheClockGoesBack_DoNotFallAlongTheLog()
    {
        await using var harness = await EmbeddedHarness.OpenAsync();
        await harness.Log.AppendOkAsync(Batches.Of("a"), Ending);
        harness.Time.AdjustTime(harness.Time.GetUtcNow().AddHours(-5));
        await harness.Log.AppendOkAsync(Batches.Of("b"), Ending);

        var slice = await harness.Log.ReadAsync(LogPosition.None, 10, Ending);

        Assert.Equal(slice.Events[0].AppendedAt, slice.Events[1].AppendedAt);
    }

    [Fact]
    public async Task Append_WhenTooMuchWaits_IsBusy()
    {
        await using var harness = await EmbeddedHarness.OpenAsync(new EmbeddedLogOptions { MaxQueuedBytes = 10_000 });
        using var gate = new ManualResetEventSlim();
        using var blocked = new ManualResetEventSlim();
        var blocker = harness.Store.WriteAsync(_ => { blocked.Set(); gate.Wait(Ending); }, 0, Ending);
        blocked.Wait(Ending);

        var fits = harness.Log.AppendAsync(Batches.Padded(8_000, "fits"), Ending).AsTask();
        var refused = await harness.Log.AppendAsync(Batches.Padded(8_000, "refused"), Ending);
        gate.Set();

        Assert.Equal(WriteStatus.Busy, refused.Outcome.Status);
        Assert.True((await fits).Outcome.IsDurable);
        Assert.True((await blocker).IsDurable);
    }

    /// <summary>The queue of writes is full while the lane is opened; an append is bounded by its own queue.</summary>
    private static async Task RefuseAsync(EmbeddedHarness harness, string lane)
    {
        using var mayGoOn = new ManualResetEventSlim();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var blocker = harness.Store.WriteAsync(
            _ =>
            {
                begun.SetResult();
                mayGoOn.Wait(Ending);
            },
            0,
            Ending);
        await begun.Task;
        var filler = harness.Store.WriteAsync(_ => { }, 32 << 20, Ending);
        Assert.Null(await harness.Log.OpenCursorAsync(lane, CursorStart.Newest, Ending));
        mayGoOn.Set();
        Assert.True((await blocker).IsDurable && (await filler).IsDurable);
    }
}
