using ExtensibleWebhooks.Worker.Batching;
using ExtensibleWebhooks.Worker.EventLog;

namespace ExtensibleWebhooks.Worker.Lanes;

/// <summary>
/// Begins what an event makes. Its place in the window is taken before its first webhook starts, alone or in a batch, and passed when the last one is settled.
/// </summary>
internal sealed class LaneStarts(SettlementWindow window, LaneFlights flights, Batcher batcher, LaneOrder order, LaneMeter meter)
{
    /// <summary>The event makes nothing.</summary>
    public async ValueTask PassAsync(LogPosition position, CancellationToken cancellationToken)
    {
        await AddAsync(position, 0, cancellationToken);
        order.Reached(position);
    }

    /// <param name="settings">That it was planned under.</param>
    /// <param name="entry">The event.</param>
    /// <param name="user">Whose order it keeps; null: nobody's.</param>
    /// <param name="deliveries">What it makes, at least one.</param>
    /// <param name="deliver">Carries a delivery to its end; throws only when abandoned.</param>
    /// <param name="cancellationToken">What has not begun is left.</param>
    public async ValueTask BeginAsync(
        LaneSettings settings, LogEvent entry, long? user, IReadOnlyList<PlannedDelivery> deliveries, Func<LaneSettings, LogEvent, PlannedDelivery, Task> deliver, CancellationToken cancellationToken)
    {
        var ticket = await AddAsync(entry.Position, deliveries.Count, cancellationToken);
        foreach (var planned in deliveries)
        {
            if (user is { } key && planned.IsSent)
            {
                await order.BeginAsync(new OrderedDelivery(settings, entry, planned with { User = key }, ticket, key), deliver, cancellationToken);
                continue;
            }

            if (planned.Batched is { } mapping)
            {
                batcher.Add(MemberOf(settings, entry, planned, mapping, ticket));
                await batcher.WaitForRoomAsync(cancellationToken);
                continue;
            }

            await flights.StartAsync(() => DeliverAsync(deliver, settings, entry, planned, ticket), cancellationToken);
        }

        order.Reached(entry.Position);
    }

    /// <summary>Begins batches as they close, until cancelled.</summary>
    public async Task RunBatchesAsync(Func<Batch, Task> deliver, CancellationToken cancellationToken)
    {
        while (true)
        {
            await BeginNextAsync(deliver, cancellationToken);
        }
    }

    /// <summary>Begins all that waits, so that a stop delays nothing. While the lane is held they stay where they are: in the log, behind the cursor.</summary>
    public async Task FlushAsync(LaneHolds holds, Func<Batch, Task> deliver, CancellationToken cancellationToken)
    {
        for (var left = batcher.CloseAll(); left > 0 && holds.IsFree; left--)
        {
            await BeginNextAsync(deliver, cancellationToken);
        }
    }

    public static BatchMember MemberOf(LaneSettings settings, LogEvent entry, PlannedDelivery planned, Configuration.MappingSettings mapping, long ticket) => new()
    {
        Mapping = mapping,
        Request = planned.Request,
        Position = entry.Position.Value,
        ReceivedAt = entry.AppendedAt,
        Ticket = ticket,
        RenderedUnder = settings.Destination.Fingerprint,
        User = planned.User,
    };

    private async ValueTask<long> AddAsync(LogPosition position, int deliveries, CancellationToken cancellationToken)
    {
        var ticket = await window.AddAsync(position, deliveries, cancellationToken);

        // The window is as long as its oldest event is slow: what waits for company must not be what fills it.
        batcher.CloseBefore(ticket - (LaneLimits.Window / 2));
        return ticket;
    }

    private async Task BeginNextAsync(Func<Batch, Task> deliver, CancellationToken cancellationToken)
    {
        var batch = await batcher.NextAsync(cancellationToken);
        await flights.StartAsync(() => DeliverAsync(deliver, batch), cancellationToken);
        batcher.Begun();
        meter.Batched(batch.Request.Events, batch.Reason);
    }

    private async Task DeliverAsync(Func<LaneSettings, LogEvent, PlannedDelivery, Task> deliver, LaneSettings settings, LogEvent entry, PlannedDelivery planned, long ticket)
    {
        await deliver(settings, entry, planned);
        window.Settle(ticket);
    }

    private async Task DeliverAsync(Func<Batch, Task> deliver, Batch batch)
    {
        await deliver(batch);

        // The first one last: the window passes them all at once.
        for (var index = batch.Tickets.Count - 1; index >= 0; index--)
        {
            window.Settle(batch.Tickets[index]);
        }

        if (batch.User is { } user)
        {
            order.Ended(user);
        }
    }
}
