using ExtensibleWebhooks.Support;
using ExtensibleWebhooks.Worker.DeadLetters;
using ExtensibleWebhooks.Worker.EventLog;
using ExtensibleWebhooks.Worker.Parking;
using ExtensibleWebhooks.Worker.Replays;
using ExtensibleWebhooks.Worker.Sending;
using ExtensibleWebhooks.Worker.Storage;
using ExtensibleWebhooks.Worker.Tests.Storage;

namespace ExtensibleWebhooks.Worker.Tests.Replays;

public sealed class ReplayStoreTests : IDisposable
{
    private const string Lane = "crm/uid";

    private static readonly DateTimeOffset Noon = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Step_OfAReplayThatWasEnded_ChangesNothing()
    {
        using var store = Open();
        var replays = new ReplayStore(store);
        await replays.AddAsync(Range(), Ending);
        await replays.EndAsync("r", ReplayPhase.Cancelled, null, Ending);

        var (outcome, parked) = await replays.MoveAsync("r", Step(next: 3, Delivery("a")));

        Assert.True(outcome.IsDurable);
        Assert.Null(parked);
        Assert.Equal(0, await new ParkingStore(store).CountAsync(Lane, Ending));
        Assert.Equal((ReplayPhase.Cancelled, 1, 0), await StateAsync(replays));
    }

    [Fact]
    public async Task Step_WithADeliveryThatIsParkedAlready_CountsItAndParksItOnce()
    {
        using var store = Open();
        var (replays, parking) = (new ReplayStore(store), new ParkingStore(store));
        await replays.AddAsync(Range(), Ending);
        await parking.ParkAsync(Delivery("a") with { Replay = null }, Ending);

        var (_, parked) = await replays.MoveAsync("r", Step(next: 3, Delivery("a"), Delivery("b")));
        var pending = (await replays.ListAsync("r", Ending))[0].Figures;
        await parking.RemoveAsync((await parking.ReadDueAsync(Lane, Noon, 1, Ending))[0].Id, Ending);

        Assert.Equal((1, 2), (parked, await parking.CountAsync(Lane, Ending) + 1));
        Assert.Equal(new ReplayFigures(2, 2, 0, 0), pending);
        Assert.Equal(new ReplayFigures(2, 1, 1, 0), (await replays.ListAsync("r", Ending))[0].Figures);
        Assert.Equal((ReplayPhase.Running, 3, 2), await StateAsync(replays));
    }

    /// <summary>The lane has read it before it was the replay's, and gives it up after.</summary>
    [Fact]
    public async Task Delivery_ThatIsUnderWayWhenTheReplayMarksIt_IsTheReplaysDeadLetter()
    {
        using var store = Open();
        var (replays, parking) = (new ReplayStore(store), new ParkingStore(store));
        await replays.AddAsync(Range(), Ending);
        await parking.ParkAsync(Delivery("a") with { Replay = null }, Ending);
        var underWay = Assert.Single(await parking.ReadDueAsync(Lane, Noon, 1, Ending));

        await replays.MoveAsync("r", Step(next: 3, Delivery("a")));
        await parking.RescheduleAsync(underWay with { Attempts = 1, Waits = 1 }, Ending);
        var failedOnce = (await replays.ListAsync("r", Ending))[0].Figures;
        await parking.BuryAsync(underWay.Id, underWay.ToDeadLetter("crm", DeadLetterReason.Rejected, Noon), Ending);

        Assert.Equal(new ReplayFigures(1, 1, 0, 0), failedOnce);
        Assert.Equal(new ReplayFigures(1, 0, 0, 1), (await replays.ListAsync("r", Ending))[0].Figures);
    }

    [Fact]
    public async Task Batch_ThatIsUnderWayWhenTheReplayMarksIt_ComesApartAsTheReplays()
    {
        using var store = Open();
        var (replays, parking) = (new ReplayStore(store), new ParkingStore(store));
        await replays.AddAsync(Range(), Ending);
        await parking.ParkAsync(Delivery("whole") with { Replay = null }, Ending);
        var underWay = Assert.Single(await parking.ReadDueAsync(Lane, Noon, 1, Ending));

        await replays.MoveAsync("r", Step(next: 3, Delivery("whole"), Delivery("beside")));
        var (_, (_, parts)) = await parking.ReplaceAsync(
            underWay.Id, [Delivery("part") with { Replay = null }], [(Delivery("letter") with { Replay = null }).ToDeadLetter("crm", DeadLetterReason.Rejected, Noon)], Ending);

        Assert.Equal("r", Assert.Single(parts).Replay);
        Assert.Equal((2, 1), (await replays.ListAsync("r", Ending))[0].Figures is { } figures ? (figures.Pending, figures.Failed) : default);
    }

    [Fact]
    public async Task Figures_OfOneThatEnded_StayAsTheyWere()
    {
        using var store = Open();
        var replays = new ReplayStore(store);
        await replays.AddAsync(Range(), Ending);
        await replays.MoveAsync("r", Step(next: 3, Delivery("a"), Delivery("b")));
        await replays.EndAsync("r", ReplayPhase.Failed, "the destination is gone", Ending);
        await replays.EndAsync("r", ReplayPhase.Cancelled, null, Ending);

        var (replay, figures) = Assert.Single(await replays.ListAsync(null, Ending));

        Assert.Equal((ReplayPhase.Failed, "the destination is gone"), (replay.Phase, replay.Message));
        Assert.Equal(new ReplayFigures(2, 2, 0, 0), figures);
    }

    /// <summary>Before the deliveries carried their replay, it had a list of them.</summary>
    [Fact]
    public async Task Replay_ThatAnEarlierVersionBegan_GoesOnWithItsFigures()
    {
        StoreSchema[] before = [Earlier(ParkingStore.Schema, 3), Earlier(DeadLetterStore.Schema, 3), Earlier(ReplaySchema.Schema, 1)];
        using (var store = Stores.Open(new EmbeddedStoreOptions { Folder = _folder.Path }, before))
        {
            var outcome = await store.WriteAsync(
                connection => connection.ExecuteScript("""
                    INSERT INTO replays (id, destination, filter, last_id, matched, rate, created_ms, phase) VALUES ('r', 'crm', '{}', 9, 3, 50, 1, 'Sending');
                    INSERT INTO replayed (replay, lane, webhook_id) VALUES ('r', 'crm/uid', 'a'), ('r', 'crm/uid', 'b'), ('r', 'crm/uid', 'c');
                    INSERT INTO parked (lane, mapping, position, received_ms, first_attempt_ms, next_attempt_ms, attempts, waits, webhook_id, method, url, headers)
                        VALUES ('crm/uid', 'm', 1, 1, 1, 1, 0, 0, 'a', 'POST', 'http://a', '[]'), ('crm/uid', 'm', 1, 1, 1, 1, 0, 0, 'other', 'POST', 'http://a', '[]');
                    INSERT INTO dead_letters (lane, destination, mapping, reason, at_ms, received_ms, position, attempts, webhook_id, method, url, headers)
                        VALUES ('crm/uid', 'crm', 'm', 'Rejected', 1, 1, 1, 1, 'b', 'POST', 'http://a', '[]');
                    """),
                1024,
                Ending);
            Assert.True(outcome.IsDurable, outcome.Reason);
        }

        using var after = Open();
        var (replay, figures) = Assert.Single(await new ReplayStore(after).ListAsync(null, Ending));

        Assert.Equal((ReplayPhase.Sending, false, null), (replay.Phase, replay.DryRun, replay.Progress));
        Assert.Equal(new ReplayFigures(3, 1, 1, 1), figures);
    }

    private static StoreSchema Earlier(StoreSchema schema, int versions) => new(schema.Component, [.. schema.Migrations.Take(versions)]);

    private static async Task<(ReplayPhase Phase, long Next, long Matched)> StateAsync(ReplayStore replays)
    {
        var replay = Assert.Single(await replays.ListAsync("r", Ending)).Replay;
        return (replay.Phase, replay.Progress?.Next.Value ?? 0, replay.Matched);
    }

    private static Replay Range() => new()
    {
        Id = "r",
        Destination = "crm",
        Events = new EventRange { Since = Noon },
        Progress = new EventProgress { Next = new LogPosition(1), End = new LogPosition(9) },
        Matched = 0,
        RatePerSecond = 50,
        CreatedAt = Noon,
        Phase = ReplayPhase.Running,
    };

    private static EventStep Step(long next, params ParkedDelivery[] deliveries) =>
        new() { Next = new LogPosition(next), Read = deliveries.Length, Missed = 0, Matched = deliveries.Length, Deliveries = deliveries, Letters = [] };

    private static ParkedDelivery Delivery(string webhookId) => new()
    {
        Lane = Lane,
        Mapping = "orders",
        Request = new WebhookRequest { WebhookId = webhookId, Target = new WebhookTarget { Method = "POST", Url = "http://127.0.0.1/" } },
        Position = 1,
        ReceivedAt = Noon,
        FirstAttemptAt = Noon,
        NextAttemptAt = Noon,
        Attempts = 0,
        Waits = 0,
        Replay = "r",
    };

    private EmbeddedStore Open() => Stores.Open(new EmbeddedStoreOptions { Folder = _folder.Path }, ParkingStore.Schema, DeadLetterStore.Schema, ReplaySchema.Schema);
}
