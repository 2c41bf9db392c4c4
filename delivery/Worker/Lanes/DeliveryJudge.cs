using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Worker.Configuration;
using ExtensibleWebhooks.Worker.DeadLetters;
using ExtensibleWebhooks.Worker.Outcomes;
using ExtensibleWebhooks.Worker.Parking;
using ExtensibleWebhooks.Worker.Sending;

namespace ExtensibleWebhooks.Worker.Lanes;

/// <summary>What becomes of a delivery whose try failed, and what its lane has to learn from it.</summary>
internal sealed class DeliveryJudge(LaneServices services, string lane, LaneMeter meter, LaneHolds holds)
{
    /// <summary>The delivery with its next time, or the reason to give it up.</summary>
    public (ParkedDelivery Delivery, DeadLetterReason? Reason) Judge(ParkedDelivery delivery, SendResult result, RetrySpec retry)
    {
        var now = services.Time.GetUtcNow();
        var tried = delivery with { Attempts = delivery.Attempts + result.Tries, Status = result.Status, Detail = result.Detail };
        if (result.Outcome == Outcome.CredentialRejected && !holds.IsInUse(result.Token))
        {
            // Another token came while this try was under way: it has had none with it yet.
            return (tried with { NextAttemptAt = now }, null);
        }

        holds.Failed(retry);

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
                return TryAgain(tried with { Waits = delivery.Waits + 1 }, result.RetryAfter, retry, now);
            default:
                return (tried, DeliveryKeeper.ReasonOf(result.Outcome));
        }
    }

    /// <summary>The same after a try that ended by a defect of ours: as after any failure, so that it is tried neither without a pause nor for ever.</summary>
    public (ParkedDelivery Delivery, DeadLetterReason? Reason) Judge(ParkedDelivery delivery, Exception defect, RetrySpec retry)
    {
        var now = services.Time.GetUtcNow();
        holds.Failed(retry);
        var tried = delivery.Tried(now) with { Waits = delivery.Waits + 1, Status = null, Detail = $"a defect of the worker ended the try ({defect.GetType().Name})" };
        return TryAgain(tried, null, retry, now);
    }

    private (ParkedDelivery Delivery, DeadLetterReason? Reason) TryAgain(ParkedDelivery tried, TimeSpan? retryAfter, RetrySpec retry, DateTimeOffset now)
    {
        if (RetrySchedule.Asked(retry, retryAfter) is var asked && asked > TimeSpan.Zero)
        {
            holds.Pause(asked);
        }

        var triedSince = tried.FirstAttemptAt > holds.ResumedAt ? tried.FirstAttemptAt : holds.ResumedAt;
        return RetrySchedule.Next(retry, tried.Waits, tried.YoungestReceivedAt, triedSince, retryAfter, now, services.Random) is { } next
            ? (tried with { NextAttemptAt = next }, null)
            : (tried, DeadLetterReason.RetriesExhausted);
    }

    private void Pause(SendResult result, RetrySpec retry)
    {
        if (result.Outcome == Outcome.CredentialRejected)
        {
            var refused = $"the receiver refuses the access token ({result.Detail})";
            Tell(holds.Reject(result.Token, $"{refused}: deliveries wait for another one, and one at a time is tried", retry), HoldReason.CredentialsRejected, refused);
            if (result.Token is { } token && holds.RejectedToken == token)
            {
                services.TokenRejected(DestinationSettings.NameOf(lane), token);
            }

            return;
        }

        var text = $"the receiver {result.Detail}, which pauses the destination";
        Tell(holds.Hold(HoldReason.Held, $"{text}: one delivery at a time is tried, until one succeeds", retry), HoldReason.Held, text);
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
