using ExtensibleWebhooks.Worker.EventLog;
using ExtensibleWebhooks.Worker.Outcomes;
using ExtensibleWebhooks.Worker.Parking;

namespace ExtensibleWebhooks.Worker.Lanes;

/// <summary>
/// Carries one delivery to its end for now: sent, parked durably, or a dead letter. It throws only when cancelled, and then the delivery is
/// where it was: in the log behind the cursor, or in the parking.
/// </summary>
internal sealed class Deliverer(LaneServices services, DeliveryJudge judge, DeliveryKeeper keeper, LaneMeter meter, LaneHolds holds, EventRetries events)
{
    /// <summary>A delivery fresh from the log.</summary>
    /// <param name="settings">As they were when the event was read.</param>
    /// <param name="entry">The event.</param>
    /// <param name="planned">What to send.</param>
    /// <param name="stopping">The lane stops: no more quick tries.</param>
    /// <param name="abandon">The grace time is over: what is not durable is left for the next start.</param>
    public async Task DeliverAsync(LaneSettings settings, LogEvent entry, PlannedDelivery planned, CancellationToken stopping, CancellationToken abandon)
    {
        var now = services.Time.GetUtcNow();
        var delivery = new ParkedDelivery
        {
            Lane = keeper.Lane,
            Mapping = planned.Mapping,
            Request = planned.Request,
            Position = entry.Position.Value,
            ReceivedAt = entry.AppendedAt,
            FirstAttemptAt = now,
            NextAttemptAt = now,
            Attempts = 0,
            Waits = 0,
            RenderedUnder = settings.Destination.Fingerprint,
            Replay = planned.Replay,
            User = planned.User,
        };
        if (planned is { Problem: { } failure, Verdict: { } verdict })
        {
            await events.KeepAsync(delivery with { Detail = failure }, verdict, settings.Destination.Config.Delivery.Retry, abandon);
            return;
        }

        if (planned.Problem is { } problem)
        {
            await keeper.GiveUpAsync(keeper.LetterOf(delivery with { Detail = problem }, planned.Reason, null), abandon);
            return;
        }

        var result = await settings.Sender.SendAsync(planned.Request, stopping, abandon);
        if (result.Outcome == Outcome.Delivered)
        {
            holds.Succeeded(result.Token);
            meter.Delivered(entry.AppendedAt);
            return;
        }

        var (tried, reason) = judge.Judge(delivery, result, settings.Destination.Config.Delivery.Retry);
        await (reason is { } given ? keeper.GiveUpAsync(keeper.LetterOf(tried, given, result), abandon) : keeper.ParkAsync(tried, abandon));
    }

    /// <summary>A parked delivery whose time has come.</summary>
    public async Task DeliverAgainAsync(LaneSettings settings, ParkedDelivery parked, CancellationToken abandon)
    {
        var delivery = parked.Tried(services.Time.GetUtcNow());
        var result = await settings.Sender.SendOnceAsync(delivery.Request, abandon);
        if (result.Outcome == Outcome.Delivered)
        {
            holds.Succeeded(result.Token);
            meter.Delivered(delivery.ReceivedAt);
            await keeper.UnparkAsync(delivery, abandon);
            return;
        }

        var (tried, reason) = judge.Judge(delivery, result, settings.Destination.Config.Delivery.Retry);
        await (reason is { } given ? keeper.GiveUpAsync(tried, keeper.LetterOf(tried, given, result), abandon) : keeper.ParkAgainAsync(tried, abandon));
    }

    /// <summary>A parked delivery, of whatever kind, whose try ended by a defect.</summary>
    public Task FailAsync(LaneSettings settings, ParkedDelivery parked, Exception defect, CancellationToken abandon)
    {
        var (tried, reason) = judge.Judge(parked, defect, settings.Destination.Config.Delivery.Retry);
        return reason is { } given ? keeper.GiveUpAsync(tried, keeper.LetterOf(tried, given, null), abandon) : keeper.ParkAgainAsync(tried, abandon);
    }
}
