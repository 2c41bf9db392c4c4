using ExtensibleWebhooks.Worker.Batching;
using ExtensibleWebhooks.Worker.EventLog;
using ExtensibleWebhooks.Worker.Turns;

namespace ExtensibleWebhooks.Worker.Lanes;

/// <summary>
/// Begins the webhooks of <c>ordering: PerUser</c> in their turn, and parks those whose user has something in the parking. A lane without the option has one that is never asked for more than
/// whether it is rereading.
/// </summary>
internal sealed class LaneOrder(UserQueues<OrderedDelivery> queues, SettlementWindow window, LaneFlights flights, Batcher batcher, LaneHolds holds, DeliveryKeeper keeper)
{
    /// <summary>The last position among the parked deliveries of users when the lane began.</summary>
    private long _last;

    /// <summary>What the lane has to have parked of what it read up to there; MaxValue: it has not come so far.</summary>
    private long _mark = long.MaxValue;

    /// <summary>The lane begins.</summary>
    /// <param name="users">Whose deliveries are parked, how many each.</param>
    /// <param name="last">The last position among them.</param>
    /// <param name="isBehind">The log has events that the lane has not committed: some may come a second time.</param>
    public void Begin(IReadOnlyDictionary<long, int> users, long last, bool isBehind)
    {
        foreach (var (user, rows) in users)
        {
            queues.AddRows(user, rows);
        }

        _last = last;
        holds.SetRereading(isBehind && users.Count > 0);
    }

    /// <summary>Begins a webhook, or lets it wait for its turn.</summary>
    /// <param name="delivery">The user's next.</param>
    /// <param name="deliver">Carries a delivery to its end; throws only when abandoned.</param>
    /// <param name="cancellationToken">What has not begun is left.</param>
    public async ValueTask BeginAsync(OrderedDelivery delivery, Func<LaneSettings, LogEvent, PlannedDelivery, Task> deliver, CancellationToken cancellationToken)
    {
        switch (queues.Arrive(delivery.User, delivery, delivery.Bytes))
        {
            case Turn.Begin:
                await StartAsync(delivery, deliver, cancellationToken);
                break;
            case Turn.Joined:
                await batcher.WaitForRoomAsync(cancellationToken);
                break;
            default:
                batcher.CloseOf(delivery.User);
                await queues.WaitForRoomAsync(cancellationToken);
                break;
        }
    }

    /// <summary>The lane has begun all of the event at a position, and of those before it.</summary>
    public void Reached(LogPosition position)
    {
        if (holds.IsRereading && position.Value >= _last)
        {
            Interlocked.CompareExchange(ref _mark, queues.Mark(), long.MaxValue);
            EndRereading();
        }
    }

    /// <summary>A batch of the user had its end.</summary>
    public void Ended(long user) => queues.Ended(user);

    /// <summary>Begins those whose turn has come, until cancelled.</summary>
    public async Task RunTurnsAsync(Func<LaneSettings, LogEvent, PlannedDelivery, Task> deliver, CancellationToken cancellationToken)
    {
        while (true)
        {
            await StartAsync(await queues.NextReadyAsync(cancellationToken), deliver, cancellationToken);
        }
    }

    /// <summary>Parks those that have to wait longer, until cancelled.</summary>
    public async Task RunParkingAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var next = await queues.NextToParkAsync(cancellationToken);
            await keeper.ParkBehindAsync([.. next.Select(waiting => waiting.Item)], cancellationToken);
            queues.Parked(next);
            foreach (var waiting in next)
            {
                window.Settle(waiting.Item.Ticket);
            }

            EndRereading();
        }
    }

    private void EndRereading()
    {
        if (holds.IsRereading && queues.IsParked(Volatile.Read(ref _mark)))
        {
            holds.SetRereading(false);
            keeper.LookAgain();
        }
    }

    private async ValueTask StartAsync(OrderedDelivery delivery, Func<LaneSettings, LogEvent, PlannedDelivery, Task> deliver, CancellationToken cancellationToken)
    {
        if (delivery.Member is not { } member)
        {
            await flights.StartAsync(() => DeliverAsync(delivery, deliver), cancellationToken);
            return;
        }

        batcher.Add(member);
        if (queues.JoinWaiting(delivery.User).OthersWait)
        {
            batcher.CloseOf(delivery.User);
        }

        await batcher.WaitForRoomAsync(cancellationToken);
    }

    private async Task DeliverAsync(OrderedDelivery delivery, Func<LaneSettings, LogEvent, PlannedDelivery, Task> deliver)
    {
        await deliver(delivery.Settings, delivery.Entry, delivery.Planned);
        window.Settle(delivery.Ticket);
        queues.Ended(delivery.User);
    }
}
