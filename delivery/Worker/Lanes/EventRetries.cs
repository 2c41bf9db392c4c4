using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Engine.Events;
using ExtensibleWebhooks.Engine.Functions;
using ExtensibleWebhooks.Worker.DeadLetters;
using ExtensibleWebhooks.Worker.EventLog;
using ExtensibleWebhooks.Worker.Parking;

namespace ExtensibleWebhooks.Worker.Lanes;

/// <summary>
/// Events that their insert function did not give back: parked as they were read, to go through the function and the mappings anew, or dead letters.
/// Everything else that is parked is a rendered request, which no function sees again.
/// </summary>
internal sealed class EventRetries(LaneServices services, DeliveryKeeper keeper, LaneMeter meter)
{
    /// <summary>After the first call.</summary>
    public Task KeepAsync(ParkedDelivery @event, FunctionVerdict verdict, RetrySpec retry, CancellationToken cancellationToken)
    {
        var (tried, reason) = Judge(@event, verdict, retry);
        return reason is { } given ? keeper.GiveUpAsync(keeper.LetterOf(tried, given, null), cancellationToken) : keeper.ParkAsync(tried, cancellationToken);
    }

    /// <summary>A parked event whose time has come: the function, then its webhooks, each with its own way from there.</summary>
    /// <param name="settings">As they are now: the function may be another, or gone.</param>
    /// <param name="event">The event.</param>
    /// <param name="deliver">Carries a webhook to its end for now.</param>
    /// <param name="cancellationToken">The grace time is over.</param>
    public async Task AgainAsync(LaneSettings settings, ParkedDelivery @event, Func<LogEvent, PlannedDelivery, Task> deliver, CancellationToken cancellationToken)
    {
        var parked = @event.Tried(services.Time.GetUtcNow());
        var entry = new LogEvent(new LogPosition(parked.Position), parked.ReceivedAt, parked.Request.Body ?? default);
        using var planner = new EventPlanner();
        var filtered = await services.Functions.RunAsync(
            keeper.Lane, () => planner.Plan(entry.Position, EventDocument.Parse(entry.Json).Document, settings), cancellationToken);
        if (filtered is { } reason)
        {
            meter.Filtered(reason);
            await keeper.UnparkAsync(parked, cancellationToken);
            return;
        }

        if (planner.Deliveries is [{ Verdict: { } verdict } again])
        {
            var (tried, given) = Judge(parked with { Detail = again.Problem }, verdict, settings.Destination.Config.Delivery.Retry);
            await (given is { } why ? keeper.GiveUpAsync(tried, keeper.LetterOf(tried, why, null), cancellationToken) : keeper.ParkAgainAsync(tried, cancellationToken));
            return;
        }

        if (parked.User is { } user)
        {
            await ReplaceAsync(settings, parked, entry, planner.Deliveries, user, cancellationToken);
            return;
        }

        // A crash in between brings the event back; webhooks that were parked by then are parked once, by their id.
        foreach (var planned in planner.Deliveries)
        {
            await deliver(entry, planned with { Replay = parked.Replay });
        }

        await keeper.UnparkAsync(parked, cancellationToken);
    }

    /// <summary>In the order of its user the event's webhooks take its place, and each has its turn.</summary>
    private Task ReplaceAsync(LaneSettings settings, ParkedDelivery parked, LogEvent entry, IReadOnlyList<PlannedDelivery> planned, long user, CancellationToken cancellationToken)
    {
        var sent = planned.Where(delivery => delivery.IsSent).Select(WebhookOf);
        var letters = planned.Where(delivery => !delivery.IsSent).Select(delivery => keeper.LetterOf(WebhookOf(delivery) with { Detail = delivery.Problem }, delivery.Reason, null));
        return keeper.ReplaceAsync(parked, [.. sent], [.. letters], cancellationToken);

        ParkedDelivery WebhookOf(PlannedDelivery delivery) =>
            new OrderedDelivery(settings, entry, delivery with { User = user, Replay = parked.Replay }, 0, user).ToParked(keeper.Lane, services.Time.GetUtcNow());
    }

    /// <summary>The event with its next time, or the reason to give it up.</summary>
    private (ParkedDelivery Event, DeadLetterReason? Reason) Judge(ParkedDelivery @event, FunctionVerdict verdict, RetrySpec retry)
    {
        var tried = @event with { Waits = @event.Waits + 1 };
        if (verdict is not (FunctionVerdict.Retry or FunctionVerdict.TimedOut))
        {
            return (tried, verdict == FunctionVerdict.Rejected ? DeadLetterReason.FunctionRejected : DeadLetterReason.FunctionFailed);
        }

        return RetrySchedule.Next(retry, tried.Waits, tried.ReceivedAt, tried.FirstAttemptAt, null, services.Time.GetUtcNow(), services.Random) is { } next
            ? (tried with { NextAttemptAt = next }, null)
            : (tried, DeadLetterReason.RetriesExhausted);
    }
}
