using ExtensibleWebhooks.Support;
using ExtensibleWebhooks.Worker.DeadLetters;
using ExtensibleWebhooks.Worker.Parking;
using ExtensibleWebhooks.Worker.Sending;
using ExtensibleWebhooks.Worker.Storage;
using ExtensibleWebhooks.Worker.Tests.Storage;

namespace ExtensibleWebhooks.Worker.Tests.Parking;

public sealed class ParkingStoreTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();
    private EmbeddedStore _store;

    public ParkingStoreTests() => _store = Open();

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    private ParkingStore Parking => new(_store);

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Delivery_OverARestart_IsTheSame()
    {
        var delivery = Delivery("msg_1", Now) with { Attempts = 3, Waits = 1, Status = 503, Detail = "answered 503" };
        await ParkAsync(delivery);

        _store.Dispose();
        _store = Open();

        var kept = Assert.Single(await Parking.ReadDueAsync("crm", Now, 10, Ending));
        Assert.Equivalent(delivery with { Id = kept.Id, Request = kept.Request }, kept);
        Assert.Equivalent(delivery.Request.Target, kept.Request.Target);
        Assert.Equal(delivery.Request.Body?.ToArray(), kept.Request.Body?.ToArray());
    }

    [Fact]
    public async Task Body_ThatIsNone_StaysNone()
    {
        await ParkAsync(Delivery("msg_1", Now) with { Request = new WebhookRequest { WebhookId = "msg_1", Target = new WebhookTarget { Method = "POST", Url = "http://x/" } } });

        var kept = Assert.Single(await Parking.ReadDueAsync("crm", Now, 10, Ending));

        Assert.Null(kept.Request.Body);
        Assert.Empty(kept.Request.Target.Headers);
    }

    [Fact]
    public async Task Due_AreThoseOfTheLane_MostOverdueFirst()
    {
        await ParkAsync(Delivery("late", Now.AddSeconds(-1)));
        await ParkAsync(Delivery("later", Now));
        await ParkAsync(Delivery("latest", Now.AddSeconds(-9)));
        await ParkAsync(Delivery("not yet", Now.AddMilliseconds(1)));
        await ParkAsync(Delivery("elsewhere", Now.AddSeconds(-9)) with { Lane = "other" });

        var due = await Parking.ReadDueAsync("crm", Now, 10, Ending);

        Assert.Equal(["latest", "late", "later"], due.Select(delivery => delivery.Request.WebhookId));
        Assert.Equal(Now.AddMilliseconds(1), await Parking.FindNextAsync("crm", Now, Ending));
        Assert.Null(await Parking.FindNextAsync("crm", Now.AddMilliseconds(1), Ending));
        Assert.Equal(4, await Parking.CountAsync("crm", Ending));
    }

    [Fact]
    public async Task Delivery_ThatIsParkedAlready_StaysAsItIs()
    {
        Assert.True(await ParkAsync(Delivery("msg_1", Now.AddSeconds(5)) with { Attempts = 7 }));

        Assert.False(await ParkAsync(Delivery("msg_1", Now)));

        Assert.Equal(7, Assert.Single(await Parking.ReadAllAsync("crm", 10, Ending)).Attempts);
    }

    [Fact]
    public async Task Burial_MovesTheDeliveryInOneCommit()
    {
        await ParkAsync(Delivery("msg_1", Now));
        var parked = Assert.Single(await Parking.ReadAllAsync("crm", 10, Ending));

        var (outcome, buried) = await Parking.BuryAsync(parked.Id, LetterOf(parked), Ending);

        Assert.True(outcome.IsDurable && buried);
        Assert.Equal(0, await Parking.CountAsync("crm", Ending));
        var letter = Assert.Single(await new DeadLetterStore(_store).ListAsync(new DeadLetterFilter { Destination = "crm" }, null, 10, Ending));
        Assert.Equal((DeadLetterReason.RetriesExhausted, "msg_1"), (letter.Reason, letter.Request.WebhookId));
    }

    [Fact]
    public async Task Delivery_ThatIsNoLongerParked_EndsOnce()
    {
        await ParkAsync(Delivery("msg_1", Now));
        var parked = Assert.Single(await Parking.ReadAllAsync("crm", 10, Ending));

        Assert.True((await Parking.RemoveAsync(parked.Id, Ending)).Removed);
        Assert.False((await Parking.RemoveAsync(parked.Id, Ending)).Removed);
        Assert.False((await Parking.BuryAsync(parked.Id, LetterOf(parked), Ending)).Buried);
        Assert.Empty(await new DeadLetterStore(_store).ListAsync(new DeadLetterFilter { Destination = "crm" }, null, 10, Ending));
    }

    [Fact]
    public async Task Bounds_OfDeadLetters_DropTheOldest()
    {
        var letters = new DeadLetterStore(_store);
        for (var number = 0; number < 10; number++)
        {
            var letter = LetterOf(Delivery($"msg_{number}", Now)) with { At = Now.AddMinutes(number) };
            Assert.True((await letters.AddAsync(letter, Ending)).IsDurable);
        }

        var (_, byCount) = await letters.TrimAsync("crm", 6, DateTimeOffset.MinValue.AddYears(2000), 100, Ending);
        var (_, byAge) = await letters.TrimAsync("crm", 6, Now.AddMinutes(6), 100, Ending);

        Assert.Equal((4, 2), (byCount, byAge));
        Assert.Equal(["msg_9", "msg_8", "msg_7", "msg_6"], (await letters.ListAsync(DeadLetterFilter.All, null, 10, Ending)).Select(letter => letter.Request.WebhookId));
        Assert.Equal(["msg_7", "msg_6"], (await letters.ListAsync(new DeadLetterFilter { Destination = "crm" }, (await letters.ListAsync(DeadLetterFilter.All, null, 2, Ending))[^1].Id, 10, Ending)).Select(letter => letter.Request.WebhookId));
        var (_, all) = await letters.TrimAsync("crm", 0, Now, 100, Ending);
        Assert.Equal(4, all);
    }

    private static DeadLetter LetterOf(ParkedDelivery delivery) => new()
    {
        Lane = delivery.Lane,
        Destination = "crm",
        Mapping = delivery.Mapping,
        Reason = DeadLetterReason.RetriesExhausted,
        At = Now,
        ReceivedAt = delivery.ReceivedAt,
        Position = delivery.Position,
        Attempts = delivery.Attempts,
        Request = delivery.Request,
    };

    private static ParkedDelivery Delivery(string id, DateTimeOffset nextAttemptAt) => new()
    {
        Lane = "crm",
        Mapping = "orders",
        Request = new WebhookRequest
        {
            WebhookId = id,
            Target = new WebhookTarget { Method = "PUT", Url = "http://x/?a=\"", Headers = [KeyValuePair.Create("X-A", "1"), KeyValuePair.Create("x-b", "é,\"")], ContentType = "application/json" },
            Body = "{\"a\":1}"u8.ToArray(),
        },
        Position = 17,
        ReceivedAt = Now.AddMinutes(-1),
        FirstAttemptAt = Now.AddSeconds(-30),
        NextAttemptAt = nextAttemptAt,
        Attempts = 1,
        Waits = 1,
    };

    private async Task<bool> ParkAsync(ParkedDelivery delivery)
    {
        var (outcome, added) = await Parking.ParkAsync(delivery, Ending);
        Assert.True(outcome.IsDurable, outcome.Reason);
        return added;
    }

    private EmbeddedStore Open() => Stores.Open(new EmbeddedStoreOptions { Folder = _folder.Path }, ParkingStore.Schema, DeadLetterStore.Schema);
}
