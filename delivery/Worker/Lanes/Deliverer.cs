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
internal sealed class Deliverer(LaneServices services, string lane, DeliveryKeeper keeper, LaneMeter meter, LaneHolds holds, EventRetries events)
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
            RenderedUnder = settings.Destination.Fingerprint,
        };
        if (planned is { Problem: { } failure, Verdict: { } verdict })
        {
            await events.KeepAsync(delivery with { Detail = failure }, verdict, settings.Destination.Config.Delivery.Retry, abandon);
            return;
        }

        if (planned.Problem is { } problem)
        {
            await keeper.GiveUpAsync(keeper.LetterOf(delivery with { Detail = problem }, DeadLetterReason.NotSendable, null), abandon);
            return;
        }

        var result = await settings.Sender.SendAsync(planned.Request, stopping, abandon);
        if (result.Outcome == Outcome.Delivered)
        {
            holds.Succeeded();
            meter.Delivered(entry.AppendedAt);
            return;
        }

        var (tried, reason) = Judge(delivery, result, settings.Destination.Config.Delivery.Retry);
        await (reason is { } given ? keeper.GiveUpAsync(keeper.LetterOf(tried, given, result), abandon) : keeper.ParkAsync(tried, abandon));
    }

    /// <summary>A parked delivery whose time has come.</summary>
    public async Task DeliverAgainAsync(LaneSettings settings, ParkedDelivery delivery, CancellationToken abandon)
    {
        var result = await settings.Sender.SendOnceAsync(delivery.Request, abandon);
        if (result.Outcome == Outcome.Delivered)
        {
            holds.Succeeded();
            meter.Delivered(delivery.ReceivedAt);
            await keeper.UnparkAsync(delivery, abandon);
            return;
        }

        var (tried, reason) = Judge(delivery, result, settings.Destination.Config.Delivery.Retry);
        await (reason is { } given ? keeper.GiveUpAsync(tried, keeper.LetterOf(tried, given, result), abandon) : keeper.ParkAgainAsync(tried, abandon));
    }

    /// <summary>After a try that failed: the delivery with its next time, or the reason to give it up. And what its lane has to learn from it.</summary>
    private (ParkedDelivery Delivery, DeadLetterReason? Reason) Judge(ParkedDelivery delivery, SendResult result, RetrySpec retry)
    {
        holds.Failed(retry);
        var now = services.Time.GetUtcNow();
        var tried = delivery with { Attempts = delivery.Attempts + result.Tries, Status = result.Status, Detail = result.Detail };

        // What was rendered under an earlier configuration (another url, perhaps) neither pauses nor stops the lane of the one in force.
        var isInForce = holds.IsInForce(delivery.RenderedUnder);
        switch (OutcomeClassifier.DispositionOf(result.Outcome))
        {
            case Disposition.PauseLane when result.Error == SendError.NoCredentials:
                // The lane knows already.
                return (tried with { NextAttemptAt = now }, null);
            case Disposition.PauseLane when isInForce:
                Pause(result, retry);
                return (tried with { NextAttemptAt = now }, null);
            case Disposition.StopLane when isInForce:
                Stop(result);
                return (tried with { NextAttemptAt = now }, null);
            case Disposition.TryAgain or Disposition.PauseLane:
                return TryAgain(tried with { Waits = delivery.Waits + 1 }, result, retry, now);
            default:
                return (tried, DeliveryKeeper.ReasonOf(result.Outcome));
        }
    }

    private (ParkedDelivery Delivery, DeadLetterReason? Reason) TryAgain(ParkedDelivery tried, SendResult result, RetrySpec retry, DateTimeOffset now)
    {
        if (RetrySchedule.Asked(retry, result.RetryAfter) is var asked && asked > TimeSpan.Zero)
        {
            holds.Pause(asked);
        }

        var triedSince = tried.FirstAttemptAt > holds.ResumedAt ? tried.FirstAttemptAt : holds.ResumedAt;
        return RetrySchedule.Next(retry, tried.Waits, tried.ReceivedAt, triedSince, result.RetryAfter, now, services.Random) is { } next
            ? (tried with { NextAttemptAt = next }, null)
            : (tried, DeadLetterReason.RetriesExhausted);
    }

    private void Pause(SendResult result, RetrySpec retry)
    {
        var (reason, text) = result.Outcome == Outcome.CredentialRejected
            ? (HoldReason.CredentialsRejected, $"the receiver refuses the access token ({result.Detail})")
            : (HoldReason.Held, $"the receiver {result.Detail}, which pauses the destination");
        Tell(holds.Hold(reason, $"{text}: one delivery at a time is tried, until one succeeds", retry), reason, text);
    }

    private void Stop(SendResult result)
    {
        var text = $"the receiver {result.Detail}: the endpoint is gone, and nothing is sent until the destination or one of its mappings changes";
        Tell(holds.Stop(text), HoldReason.EndpointGone, text);
    }

    private void Tell(bool isNew, HoldReason reason, string text)
    {
        if (isNew)
        {
            meter.Held(reason);
            services.Logger.LaneHeld(lane, reason, text);
        }
    }
}
