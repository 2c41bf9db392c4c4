using CsCheck;
using ExtensibleWebhooks.Support;
using ExtensibleWebhooks.Worker.DeadLetters;
using ExtensibleWebhooks.Worker.Parking;
using ExtensibleWebhooks.Worker.Sending;
using ExtensibleWebhooks.Worker.Storage;
using ExtensibleWebhooks.Worker.Tests.Storage;

namespace ExtensibleWebhooks.Worker.Tests.Parking;

/// <summary>Whatever comes into the parking and leaves it, of each user exactly the first by position, mapping and age may be due; of nobody's all.</summary>
public sealed class ParkedOrderProperties : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    private static readonly Gen<Step> Steps = Gen.Frequency(
        (6, Gen.Select(Gen.Int[0, 2], Gen.Int[1, 6], Gen.Int[0, 1], (user, position, mapping) => new Step(Act.Park, user, position, mapping))),
        (2, Gen.Int[0, 9].Select(which => new Step(Act.Remove, which, 0, 0))),
        (1, Gen.Int[0, 9].Select(which => new Step(Act.Bury, which, 0, 0))),
        (2, Gen.Int[0, 9].Select(which => new Step(Act.Reschedule, which, 0, 0))),
        (1, Gen.Int[0, 9].Select(which => new Step(Act.Split, which, 0, 0))));

    private readonly TemporaryFolder _folder = new();
    private readonly EmbeddedStore _store;
    private readonly ParkingStore _parking;
    private int _lane;
    private int _id;

    public ParkedOrderProperties()
    {
        _store = Stores.Open(new EmbeddedStoreOptions { Folder = _folder.Path }, ParkingStore.Schema, DeadLetterStore.Schema);
        _parking = new ParkingStore(_store);
    }

    private enum Act
    {
        Park,
        Remove,
        Bury,
        Reschedule,
        Split,
    }

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public Task Parking_ForAnyComingAndGoing_HasTheFirstOfEachUserDue() =>
        Steps.Array[1, 25].SampleAsync(RunAsync, iter: 60, threads: 1);

    [Fact]
    public async Task Users_AreCounted_WithTheLastPositionAmongThem()
    {
        await ParkAsync(Delivery(1, 7, 0), Delivery(1, 9, 0), Delivery(2, 8, 0), Delivery(0, 30, 0));

        var (users, last) = await _parking.ReadUsersAsync(Lane, Ending);

        Assert.Equal([(1, 2), (2, 1)], users.Select(user => (user.Key, user.Value)).Order());
        Assert.Equal(9, last);
        Assert.Equal((0, 0L), ((await _parking.ReadUsersAsync("other", Ending)).Users.Count, (await _parking.ReadUsersAsync("other", Ending)).Last));
    }

    [Fact]
    public async Task Due_WithoutThoseOfUsers_AreNobodys()
    {
        await ParkAsync(Delivery(1, 7, 0), Delivery(0, 30, 0));

        var due = await _parking.ReadDueAsync(Lane, (Now, DateTimeOffset.MaxValue), 10, new HashSet<long>(), withOrdered: false, Ending);

        Assert.Null(Assert.Single(due).User);
    }

    private string Lane => $"crm/{_lane}";

    private async Task RunAsync(Step[] steps)
    {
        _lane++;
        var model = new List<ParkedDelivery>();
        foreach (var step in steps)
        {
            var which = model.Count > 0 ? model[step.Which % model.Count] : null;
            switch (step.Act)
            {
                case Act.Park:
                    await ParkAsync(Delivery(step.Which, step.Position, step.Mapping));
                    break;
                case Act.Remove when which is not null:
                    await _parking.RemoveAsync(which.Id, Ending);
                    break;
                case Act.Bury when which is not null:
                    await _parking.BuryAsync(which.Id, which.ToDeadLetter("crm", DeadLetterReason.Rejected, Now), Ending);
                    break;
                case Act.Reschedule when which is not null:
                    await _parking.RescheduleAsync(which with { NextAttemptAt = Now.AddSeconds(-1), Attempts = 4 }, Ending);
                    break;
                case Act.Split when which is not null:
                    await _parking.ReplaceAsync(which.Id, [New(which), New(which) with { Position = which.Position + 1 }], [], Ending);
                    break;
            }

            model = [.. await _parking.ReadAllAsync(Lane, 1000, Ending)];
            var due = await _parking.ReadDueAsync(Lane, Now, 1000, Ending);
            Assert.Equal(Expected(model).Order(), due.Select(delivery => delivery.Id).Order());
        }
    }

    private static IEnumerable<long> Expected(IReadOnlyList<ParkedDelivery> all) => all
        .GroupBy(delivery => delivery.User)
        .SelectMany(ofOne => ofOne.OrderBy(delivery => delivery.Position).ThenBy(delivery => delivery.Mapping, StringComparer.Ordinal).ThenBy(delivery => delivery.Id).Take(ofOne.Key is null ? int.MaxValue : 1))
        .Select(delivery => delivery.Id);

    private async Task ParkAsync(params ParkedDelivery[] deliveries)
    {
        var (outcome, added) = await _parking.ParkAsync(deliveries, Ending);
        Assert.True(outcome.IsDurable, outcome.Reason);
        Assert.Equal(deliveries.Length, added.Count);
    }

    private ParkedDelivery New(ParkedDelivery delivery) => delivery with { Id = 0, Request = delivery.Request with { WebhookId = $"msg_{++_id}" } };

    /// <param name="user">0: nobody's.</param>
    /// <param name="position">Of its event.</param>
    /// <param name="mapping">0 or 1.</param>
    private ParkedDelivery Delivery(int user, int position, int mapping) => new()
    {
        Lane = Lane,
        Mapping = mapping == 0 ? "a" : "b",
        Request = new WebhookRequest { WebhookId = $"msg_{++_id}", Target = new WebhookTarget { Method = "POST", Url = "http://x/" } },
        Position = position,
        ReceivedAt = Now,
        FirstAttemptAt = Now,
        NextAttemptAt = Now,
        Attempts = 1,
        Waits = 1,
        User = user == 0 ? null : user,
    };

    /// <param name="Act">What happens.</param>
    /// <param name="Which">The user that something is parked for; else the parked delivery, by its place.</param>
    /// <param name="Position">Of what is parked.</param>
    /// <param name="Mapping">Of what is parked.</param>
    private sealed record Step(Act Act, int Which, int Position, int Mapping);
}
