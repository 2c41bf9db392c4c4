using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Worker.DeadLetters;
using ExtensibleWebhooks.Worker.EventLog;
using ExtensibleWebhooks.Worker.Outcomes;
using ExtensibleWebhooks.Worker.Parking;
using ExtensibleWebhooks.Worker.Sending;

namespace ExtensibleWebhooks.Worker.Lanes;

/// <summary>
/// Carries one delivery to its end for now: sent, parked durably, or a dead letter. It throws only when cancelled, and then the delivery is
/// where it was: in the log behind the cursor, or in the parking.
/// </summary>
internal sealed class Deliverer(LaneServices services, string lane, DeliveryKeeper keeper, LaneMeter meter, LaneHolds holds)
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
            Lane = lane,
            Mapping = planned.Mapping,
            Request = planned.Request,
            Position = entry.Position.Value,
            ReceivedAt = entry.AppendedAt,
            FirstAttemptAt = now,
            NextAttemptAt = now,
            Attempts = 0,
            Waits = 0,
        };
        if (planned.Problem is { } problem)
        {
            await keeper.GiveUpAsync(keeper.LetterOf(delivery with { Detail = problem }, DeadLetterReason.NotSendable, null), abandon);
            return;
        }

        var result = await settings.Sender.SendAsync(planned.Request, stopping, abandon);
        meter.Tried(result);
        if (result.Outcome == Outcome.Delivered)
        {
            meter.Delivered(entry.AppendedAt);
            return;
        }

        var (tried, reason) = Judge(delivery, result, RetryOf(settings));
        await (reason is { } given ? keeper.GiveUpAsync(keeper.LetterOf(tried, given, result), abandon) : keeper.ParkAsync(tried, abandon));
    }

    /// <summary>A parked delivery whose time has come.</summary>
    public async Task DeliverAgainAsync(LaneSettings settings, ParkedDelivery delivery, CancellationToken abandon)
    {
        var result = await settings.Sender.SendOnceAsync(delivery.Request, abandon);
        meter.Tried(result);
        if (result.Outcome == Outcome.Delivered)
        {
            meter.Delivered(delivery.ReceivedAt);
            await keeper.UnparkAsync(delivery, abandon);
            return;
        }

        var (tried, reason) = Judge(delivery, result, RetryOf(settings));
        await (reason is { } given ? keeper.GiveUpAsync(tried, keeper.LetterOf(tried, given, result), abandon) : keeper.ParkAgainAsync(tried, abandon));
    }

    private static RetrySpec RetryOf(LaneSettings settings) => settings.Destination.Config.Delivery.Retry;

    /// <summary>After a try that failed: the delivery with its next time, or the reason to give it up.</summary>
    private (ParkedDelivery Delivery, DeadLetterReason? Reason) Judge(ParkedDelivery delivery, SendResult result, RetrySpec retry)
    {
        var now = services.Time.GetUtcNow();
        var tried = delivery with
        {
            Attempts = delivery.Attempts + result.Tries,
            Waits = delivery.Waits + 1,
            Status = result.Status,
            Detail = result.Detail,
        };
        if (OutcomeClassifier.DispositionOf(result.Outcome) == Disposition.DeadLetter)
        {
            return (tried, DeliveryKeeper.ReasonOf(result.Outcome));
        }

        var asked = RetrySchedule.Asked(retry, result.RetryAfter);
        if (asked > TimeSpan.Zero)
        {
            holds.PauseUntil(now + asked);
        }

        return RetrySchedule.Next(retry, tried.Waits, tried.ReceivedAt, result.RetryAfter, now, services.Random) is { } next
            ? (tried with { NextAttemptAt = next }, null)
            : (tried, DeadLetterReason.RetriesExhausted);
    }
}
