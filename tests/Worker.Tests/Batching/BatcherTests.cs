using ExtensibleWebhooks.Crds.Values;
using ExtensibleWebhooks.Crds.WebhookMappings;
using ExtensibleWebhooks.Worker.Batching;
using Microsoft.Extensions.Time.Testing;

namespace ExtensibleWebhooks.Worker.Tests.Batching;

public class BatcherTests
{
    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Batch_OfMaxSize_ClosesAtOnce()
    {
        var mapping = Members.Mapping(new BatchingSpec { MaxSize = 2 });
        var batcher = new Batcher(BatchLimits.Default, _time);

        batcher.Add(Members.Member(mapping, 1, "{\"a\":1}"));
        batcher.Add(Members.Member(mapping, 2, "{\"a\":2}"));

        var batch = await batcher.NextAsync(Ending);
        Assert.Equal((FlushReason.Size, "[{\"a\":1},{\"a\":2}]"), (batch.Reason, Members.Text(batch.Request)));
        Assert.Equal([1, 2], batch.Tickets);
    }

    [Fact]
    public async Task Batch_ThatTheNextEventWouldMakeTooLarge_ClosesWithoutIt()
    {
        var mapping = Members.Mapping(new BatchingSpec { MaxBytes = ByteSize.Parse("1KB") });
        var batcher = new Batcher(BatchLimits.Default, _time);
        var body = $"{{\"a\":\"{new string('x', 490)}\"}}";

        batcher.Add(Members.Member(mapping, 1, body));
        batcher.Add(Members.Member(mapping, 2, body));
        batcher.Add(Members.Member(mapping, 3, body));

        var batch = await batcher.NextAsync(Ending);
        Assert.Equal((FlushReason.Bytes, 2), (batch.Reason, batch.Request.Events));
        Assert.InRange(Members.Text(batch.Request).Length, 990, 1000);
    }

    [Fact]
    public async Task Batch_WhoseFirstEventHasWaited_Closes()
    {
        var mapping = Members.Mapping(new BatchingSpec { MaxWait = Duration.Parse("10s") });
        var batcher = new Batcher(BatchLimits.Default, _time);
        batcher.Add(Members.Member(mapping, 1));
        var next = batcher.NextAsync(Ending).AsTask();
        _time.Advance(TimeSpan.FromSeconds(6));
        batcher.Add(Members.Member(mapping, 2));
        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.False(next.IsCompleted);

        _time.Advance(TimeSpan.FromSeconds(2));

        var batch = await next;
        Assert.Equal((FlushReason.Wait, 2), (batch.Reason, batch.Request.Events));
    }

    [Fact]
    public async Task EventsOfOtherTargets_AreOtherBatches()
    {
        var mapping = Members.Mapping(new BatchingSpec { MaxSize = 2 });
        var batcher = new Batcher(BatchLimits.Default, _time);

        batcher.Add(Members.Member(mapping, 1, url: "https://a.example/1"));
        batcher.Add(Members.Member(mapping, 2, url: "https://a.example/2"));
        batcher.Add(Members.Member(mapping, 3, url: "https://a.example/2"));

        Assert.Equal([2, 3], (await batcher.NextAsync(Ending)).Tickets);
        Assert.Equal(3, batcher.Waiting);
    }

    [Fact]
    public async Task TooManyOpenBatches_CloseTheOldest()
    {
        var mapping = Members.Mapping(new BatchingSpec());
        var batcher = new Batcher(new BatchLimits { OpenBatches = 2 }, _time);

        for (var number = 1; number <= 3; number++)
        {
            batcher.Add(Members.Member(mapping, number, url: $"https://a.example/{number}"));
        }

        var batch = await batcher.NextAsync(Ending);
        Assert.Equal((FlushReason.Room, 1), (batch.Reason, Assert.Single(batch.Tickets)));
    }

    [Fact]
    public async Task OldBatch_IsClosedForWhatCameAfter()
    {
        var mapping = Members.Mapping(new BatchingSpec());
        var batcher = new Batcher(BatchLimits.Default, _time);
        batcher.Add(Members.Member(mapping, 5));

        batcher.CloseBefore(5);
        Assert.Equal(1, batcher.Waiting);
        var next = batcher.NextAsync(Ending).AsTask();
        Assert.False(next.IsCompleted);
        batcher.CloseBefore(6);

        Assert.Equal(FlushReason.Room, (await next).Reason);
    }

    [Fact]
    public async Task ClosedBatches_KeepTheReaderWaitingUntilTheyAreBegun()
    {
        var mapping = Members.Mapping(new BatchingSpec { MaxSize = 1 });
        var batcher = new Batcher(new BatchLimits { Closed = 1 }, _time);
        await batcher.WaitForRoomAsync(Ending);
        batcher.Add(Members.Member(mapping, 1));

        var room = batcher.WaitForRoomAsync(Ending).AsTask();
        Assert.False(room.IsCompleted);
        await batcher.NextAsync(Ending);
        Assert.False(room.IsCompleted);
        batcher.Begun();

        await room;
    }

    [Fact]
    public async Task BatchWhoseStartWasCancelled_IsStillTheFirstInLine()
    {
        var mapping = Members.Mapping(new BatchingSpec { MaxSize = 1 });
        var batcher = new Batcher(BatchLimits.Default, _time);
        batcher.Add(Members.Member(mapping, 1));
        batcher.Add(Members.Member(mapping, 2));

        var first = await batcher.NextAsync(Ending);

        Assert.Same(first, await batcher.NextAsync(Ending));
        Assert.Equal(2, batcher.CloseAll());
    }
}
