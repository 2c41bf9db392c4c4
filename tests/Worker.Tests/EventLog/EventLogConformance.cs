using CsCheck;
using ExtensibleWebhooks.Worker.EventLog;

namespace ExtensibleWebhooks.Worker.Tests.EventLog;

/// <summary>What every engine of the event log does. An engine's test class derives from it and opens its harness.</summary>
public abstract class EventLogConformance : IAsyncLifetime
{
    private IEventLogHarness? _harness;

    private protected IEventLogHarness Harness => _harness ?? throw new InvalidOperationException("InitializeAsync comes first.");

    private protected IEventLog Log => Harness.Log;

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    private protected abstract Task<IEventLogHarness> OpenAsync();

    public async ValueTask InitializeAsync() => _harness = await OpenAsync();

    public async ValueTask DisposeAsync()
    {
        await Harness.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Append_Durable_GivesRisingPositionsAndIsReadBackInOrder()
    {
        var first = await Log.AppendOkAsync(Batches.Of("a", "b"), Ending);
        var second = await Log.AppendOkAsync(Batches.Of("c"), Ending);

        Assert.Equal([.. first.Positions.Concat(second.Positions).Order()], first.Positions.Concat(second.Positions));
        Assert.Equal(3, first.Positions.Concat(second.Positions).Distinct().Count());
        Assert.Equal(["a", "b", "c"], await Log.ReadAllAsync(LogPosition.None, Ending));
        Assert.Equal(["b", "c"], await Log.ReadAllAsync(first.Positions[1], Ending));
    }

    [Fact]
    public async Task Append_OfNothing_IsDurableAtOnce() => Assert.Empty((await Log.AppendOkAsync(Batches.Of(), Ending)).Positions);

    [Fact]
    public async Task Append_ManyAtOnce_KeepsEveryBatchTogetherAndInOrder()
    {
        var appends = Enumerable.Range(0, 50).Select(batch => Log.AppendOkAsync(Batches.Padded(300, Enumerable.Range(0, 100).Select(index => $"{batch}/{index}")), Ending));

        await Task.WhenAll(appends);

        var ids = await Log.ReadAllAsync(LogPosition.None, Ending);
        Assert.Equal(5000, ids.Distinct().Count());
        Assert.All(ids.GroupBy(id => id.Split('/')[0]), batch => Assert.Equal(Enumerable.Range(0, 100), batch.Select(id => int.Parse(id.Split('/')[1], null))));
    }

    [Fact]
    public async Task Append_AnEventOfAnySize_IsReadBackWhole()
    {
        var batch = Batches.Padded(1 << 20, "large");
        await Log.AppendOkAsync(batch, Ending);
        await Harness.RestartAsync();

        var slice = await Log.ReadAsync(LogPosition.None, 10, Ending);

        Assert.Equal(batch.Bytes, Assert.Single(slice.Events).Json.ToArray());
    }

    [Fact]
    public async Task Append_OfAKnownMessageId_IsADuplicateWithinItsBatchAmongBatchesAndAfterARestart()
    {
        var first = await Log.AppendOkAsync(Batches.Of("a", "a", "b"), Ending);
        var second = await Log.AppendOkAsync(Batches.Of("b", "c"), Ending);
        await Harness.RestartAsync();
        var third = await Log.AppendOkAsync(Batches.Of("a", "d"), Ending);

        Assert.Equal([1, 1, 1], new[] { first, second, third }.Select(result => result.Duplicates));
        Assert.Equal(LogPosition.None, first.Positions[1]);
        Assert.Equal(["a", "b", "c", "d"], await Log.ReadAllAsync(LogPosition.None, Ending));
    }

    [Fact]
    public async Task Append_OfAMessageIdThatTheWindowHasLeftBehind_IsNoDuplicate()
    {
        Log.Configure(new EventLogSettings { DeduplicationWindow = TimeSpan.FromHours(1) });
        await Log.AppendOkAsync(Batches.Of("a"), Ending);

        Harness.Time.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal(1, (await Log.AppendOkAsync(Batches.Of("a"), Ending)).Duplicates);
        Harness.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(0, (await Log.AppendOkAsync(Batches.Of("a"), Ending)).Duplicates);
    }

    [Fact]
    public async Task Append_WithoutAWindow_KeepsEverySecondOne()
    {
        Log.Configure(new EventLogSettings { DeduplicationWindow = TimeSpan.Zero });

        var result = await Log.AppendOkAsync(Batches.Of("a", "a"), Ending);

        Assert.Equal(0, result.Duplicates);
        Assert.Equal(["a", "a"], await Log.ReadAllAsync(LogPosition.None, Ending));
    }

    [Fact]
    public async Task Read_AtTheHead_IsEmptyAndStaysThere()
    {
        await Log.AppendOkAsync(Batches.Of("a"), Ending);
        var head = (await Log.GetExtentAsync(Ending)).Head;

        var slice = await Log.ReadAsync(head, 10, Ending);

        Assert.Empty(slice.Events);
        Assert.Equal(head, slice.Next);
    }

    [Fact]
    public async Task Cursor_OfANewLane_BeginsAtTheNewestOrTheOldest()
    {
        await Log.AppendOkAsync(Batches.Of("before"), Ending);
        using var newest = await OpenCursorAsync("newest", CursorStart.Newest);
        using var oldest = await OpenCursorAsync("oldest", CursorStart.Oldest);

        await Log.AppendOkAsync(Batches.Of("after"), Ending);

        Assert.Equal(["after"], await ReadAsync(newest, 1));
        Assert.Equal(["before", "after"], await ReadAsync(oldest, 2));
    }

    [Fact]
    public async Task Cursor_OfANewLane_BeginsAtAPosition()
    {
        await Log.AppendOkAsync(Batches.Of("before"), Ending);
        var start = new CursorStart((await Log.GetExtentAsync(Ending)).Head);
        await Log.AppendOkAsync(Batches.Of("after"), Ending);

        using var cursor = await OpenCursorAsync("lane", start);

        Assert.Equal(["after"], await ReadAsync(cursor, 1));
    }

    [Fact]
    public async Task Cursor_AfterARestart_GoesOnBehindItsCommitAndRepeatsTheRest()
    {
        using (var cursor = await OpenCursorAsync("lane", CursorStart.Oldest))
        {
            await Log.AppendOkAsync(Batches.Of("a", "b", "c"), Ending);
            var slice = await cursor.ReadAsync(2, Ending);
            Assert.True((await cursor.CommitAsync(slice.Events[0].Position, Ending)).IsDurable);
        }

        await Harness.RestartAsync();

        using var again = await OpenCursorAsync("lane", CursorStart.Newest);
        Assert.Equal(["b", "c"], await ReadAsync(again, 2));
    }

    [Fact]
    public async Task Cursor_ThatNeverCommitted_KeepsItsBeginningOverARestart()
    {
        using (await OpenCursorAsync("lane", CursorStart.Newest))
        {
        }

        await Log.AppendOkAsync(Batches.Of("a"), Ending);
        await Harness.RestartAsync();

        using var again = await OpenCursorAsync("lane", CursorStart.Newest);
        Assert.Equal(["a"], await ReadAsync(again, 1));
    }

    [Fact]
    public async Task Cursors_OfSeveralLanes_MoveWithoutEachOther()
    {
        using var fast = await OpenCursorAsync("fast", CursorStart.Oldest);
        using var slow = await OpenCursorAsync("slow", CursorStart.Oldest);
        await Log.AppendOkAsync(Batches.Of("a", "b"), Ending);

        var slice = await fast.ReadAsync(2, Ending);
        await fast.CommitAsync(slice.Events[1].Position, Ending);

        Assert.Equal(0, (await fast.GetLagAsync(Ending)).Events);
        Assert.Equal(2, (await slow.GetLagAsync(Ending)).Events);
        Assert.Equal(["a", "b"], await ReadAsync(slow, 2));
    }

    [Fact]
    public async Task Cursor_AtTheHead_WaitsForTheNextAppend()
    {
        using var cursor = await OpenCursorAsync("lane", CursorStart.Oldest);
        var waiting = cursor.ReadAsync(10, Ending).AsTask();
        Assert.False(waiting.IsCompleted);

        await Log.AppendOkAsync(Batches.Of("a"), Ending);

        Assert.Equal(["a"], Batches.IdsOf(await waiting));
    }

    [Fact]
    public async Task Cursor_WhoseWaitIsCancelled_MissesNothing()
    {
        using var cursor = await OpenCursorAsync("lane", CursorStart.Oldest);
        using var cancelling = new CancellationTokenSource();
        var waiting = cursor.ReadAsync(10, cancelling.Token).AsTask();
        await cancelling.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);

        await Log.AppendOkAsync(Batches.Of("a"), Ending);

        Assert.Equal(["a"], await ReadAsync(cursor, 1));
    }

    [Fact]
    public async Task Cursor_Removed_BeginsAnew()
    {
        await Log.AppendOkAsync(Batches.Of("a"), Ending);
        using (await OpenCursorAsync("lane", CursorStart.Oldest))
        {
        }

        Assert.Equal(["lane"], await Log.ListCursorsAsync(Ending));
        Assert.True((await Log.RemoveCursorAsync("lane", Ending)).IsDurable);
        Assert.True((await Log.RemoveCursorAsync("lane", Ending)).IsDurable);
        Assert.Empty(await Log.ListCursorsAsync(Ending));

        using var again = await OpenCursorAsync("lane", CursorStart.Newest);
        await Log.AppendOkAsync(Batches.Of("b"), Ending);
        Assert.Equal(["b"], await ReadAsync(again, 1));
    }

    [Fact]
    public async Task Cursor_UnderAnyReadsCommitsAndRestarts_DoesAsItsModel()
    {
        var run = 0;
        await CursorModel.Steps.SampleAsync(
            async steps =>
            {
                using var model = new CursorModel(Harness, $"lane-{++run}", Ending);
                await model.RunAsync(steps);
            },
            iter: 60,
            threads: 1);
    }

    [Fact]
    public async Task Cursor_Lag_TellsHowManyAndSinceWhen()
    {
        using var cursor = await OpenCursorAsync("lane", CursorStart.Oldest);
        var first = Harness.Time.GetUtcNow();
        await Log.AppendOkAsync(Batches.Of("a"), Ending);
        Harness.Time.Advance(TimeSpan.FromSeconds(30));
        await Log.AppendOkAsync(Batches.Of("b", "c"), Ending);

        var before = await cursor.GetLagAsync(Ending);
        var slice = await cursor.ReadAsync(1, Ending);
        await cursor.CommitAsync(slice.Events[0].Position, Ending);
        var after = await cursor.GetLagAsync(Ending);

        Assert.Equal(new CursorLag(3, first), before);
        Assert.Equal(new CursorLag(2, first.AddSeconds(30)), after);
    }

    [Fact]
    public async Task Retention_ByAge_DeletesWhatIsOlderAndTellsTheLaneWhatItMissed()
    {
        using var cursor = await OpenCursorAsync("lane", CursorStart.Oldest);
        Log.Configure(new EventLogSettings { MaxAge = TimeSpan.FromHours(1) });
        await Log.AppendOkAsync(Batches.Of("a", "b"), Ending);
        Harness.Time.Advance(TimeSpan.FromMinutes(45));
        await Log.AppendOkAsync(Batches.Of("c"), Ending);
        Harness.Time.Advance(TimeSpan.FromMinutes(30));

        await Harness.RetainAsync();

        var slice = await cursor.ReadAsync(10, Ending);
        Assert.Equal(["c"], Batches.IdsOf(slice));
        Assert.Equal(2, slice.Missed);
        Assert.Equal(1, (await Log.GetExtentAsync(Ending)).Events);
    }

    [Fact]
    public async Task Retention_ThatEmptiesTheLog_LosesNoPosition()
    {
        Log.Configure(new EventLogSettings { MaxAge = TimeSpan.FromHours(1) });
        var old = await Log.AppendOkAsync(Batches.Of("a", "b"), Ending);
        Harness.Time.Advance(TimeSpan.FromHours(2));
        await Harness.RetainAsync();
        await Harness.RestartAsync();

        var extent = await Log.GetExtentAsync(Ending);
        var next = await Log.AppendOkAsync(Batches.Of("c"), Ending);

        Assert.Equal(0, extent.Events);
        Assert.Null(extent.OldestAt);
        Assert.True(next.Positions[0] > old.Positions[1]);
        Assert.Equal(["c"], await Log.ReadAllAsync(LogPosition.None, Ending));
    }

    [Fact]
    public async Task Retention_BySize_KeepsTheNewest()
    {
        Log.Configure(new EventLogSettings { MaxBytes = 1 << 20 });
        for (var batch = 0; batch < 40; batch++)
        {
            await Log.AppendOkAsync(Batches.Padded(1000, Enumerable.Range(0, 100).Select(index => $"{batch}/{index}")), Ending);
        }

        await Harness.RetainAsync();

        var extent = await Log.GetExtentAsync(Ending);
        Assert.InRange(extent.Bytes, 900_000, 1 << 20);
        var ids = await Log.ReadAllAsync(LogPosition.None, Ending);
        Assert.Equal(extent.Events, ids.Count);
        Assert.Equal("39/99", ids[^1]);
    }

    [Fact]
    public async Task Retention_AfterIt_AMessageIdOfTheWindowIsStillADuplicate()
    {
        Log.Configure(new EventLogSettings { MaxAge = TimeSpan.FromHours(1), DeduplicationWindow = TimeSpan.FromHours(24) });
        await Log.AppendOkAsync(Batches.Of("a"), Ending);
        Harness.Time.Advance(TimeSpan.FromHours(2));
        await Harness.RetainAsync();
        await Harness.RestartAsync();

        Assert.Equal(1, (await Log.AppendOkAsync(Batches.Of("a"), Ending)).Duplicates);
    }

    [Fact]
    public async Task Find_ATime_GivesTheFirstEventFromThenOn()
    {
        var start = Harness.Time.GetUtcNow();
        for (var minute = 0; minute < 20; minute++)
        {
            await Log.AppendOkAsync(Batches.Of($"{minute}", $"{minute}+"), Ending);
            Harness.Time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal("0", await FirstFromAsync(start.AddDays(-1)));
        Assert.Equal("7", await FirstFromAsync(start.AddMinutes(7)));
        Assert.Equal("8", await FirstFromAsync(start.AddMinutes(7.5)));
        Assert.Equal((await Log.GetExtentAsync(Ending)).Head, await Log.FindAsync(start.AddDays(1), Ending));
    }

    [Fact]
    public async Task Extent_TellsTheEndsAndTheirTimes()
    {
        var first = Harness.Time.GetUtcNow();
        var oldest = await Log.AppendOkAsync(Batches.Of("a"), Ending);
        Harness.Time.Advance(TimeSpan.FromSeconds(5));
        await Log.AppendOkAsync(Batches.Of("b", "c"), Ending);
        await Harness.RestartAsync();

        var extent = await Log.GetExtentAsync(Ending);

        Assert.Equal(oldest.Positions[0], extent.Oldest);
        Assert.Equal(3, extent.Events);
        Assert.Equal(first, extent.OldestAt);
        Assert.Equal(first.AddSeconds(5), extent.NewestAt);
    }

    private static async Task<List<string>> ReadAsync(ILogCursor cursor, int count)
    {
        var ids = new List<string>();
        while (ids.Count < count)
        {
            ids.AddRange(Batches.IdsOf(await cursor.ReadAsync(count - ids.Count, Ending)));
        }

        return ids;
    }

    private async Task<ILogCursor> OpenCursorAsync(string lane, CursorStart start) =>
        await Log.OpenCursorAsync(lane, start, Ending) ?? throw new InvalidOperationException("The cursor's beginning did not become durable.");

    private async Task<string> FirstFromAsync(DateTimeOffset since)
    {
        var slice = await Log.ReadAsync(await Log.FindAsync(since, Ending), 1, Ending);
        return Batches.IdOf(slice.Events[0]);
    }
}
