using ExtensibleWebhooks.Worker.Configuration;
using ExtensibleWebhooks.Worker.DeadLetters;
using ExtensibleWebhooks.Worker.Outcomes;
using ExtensibleWebhooks.Worker.Pacing;
using ExtensibleWebhooks.Worker.Parking;
using ExtensibleWebhooks.Worker.Sending;
using ExtensibleWebhooks.Worker.Storage;
using ExtensibleWebhooks.Worker.Turns;

namespace ExtensibleWebhooks.Worker.Lanes;

/// <summary>Puts what was not delivered where it is safe: into the parking, or among the dead letters. Each method ends when that is durable, however long the store needs.</summary>
internal sealed class DeliveryKeeper(LaneServices services, string lane, LaneMeter meter, LaneHolds holds, UserQueues<OrderedDelivery> users, ParkedRetries retries)
{
    private readonly SparseLog _refusals = new(services.Time);
    private readonly SparseLog _parkings = new(services.Time);
    private readonly SparseLog _burials = new(services.Time);

    /// <summary>The lane's key.</summary>
    public string Lane => lane;

    /// <summary>A delivery's first parking.</summary>
    public async Task ParkAsync(ParkedDelivery delivery, CancellationToken cancellationToken)
    {
        var added = await KeepAsync(token => services.Parking.ParkAsync(delivery, token), cancellationToken);
        if (added)
        {
            AddParked(delivery.User, 1, delivery.Request.Events);
        }

        Parked(delivery);
    }

    /// <summary>Deliveries that were not tried, because others of their users are parked. In this order, in one commit.</summary>
    public async Task ParkBehindAsync(IReadOnlyList<OrderedDelivery> deliveries, CancellationToken cancellationToken)
    {
        var now = services.Time.GetUtcNow();
        var behind = deliveries.Select(delivery => delivery.ToParked(lane, now)).ToList();
        foreach (var added in await KeepAsync(token => services.Parking.ParkAsync(behind, token), cancellationToken))
        {
            AddParked(added.User, 1, added.Request.Events);
        }

        retries.LookAgain();
    }

    /// <summary>Parked deliveries may be due that were not.</summary>
    public void LookAgain() => retries.LookAgain();

    /// <summary>A parked delivery's further failure.</summary>
    public async Task ParkAgainAsync(ParkedDelivery delivery, CancellationToken cancellationToken)
    {
        await KeepAsync(async token => (await services.Parking.RescheduleAsync(delivery, token), true), cancellationToken);
        Parked(delivery);
    }

    /// <summary>A parked delivery that was delivered.</summary>
    public async Task UnparkAsync(ParkedDelivery delivery, CancellationToken cancellationToken)
    {
        var removed = await KeepAsync(token => services.Parking.RemoveAsync(delivery.Id, token), cancellationToken);
        if (removed)
        {
            AddParked(delivery.User, -1, -delivery.Request.Events);
        }
    }

    /// <summary>Gives up a delivery that was never parked.</summary>
    public async Task GiveUpAsync(DeadLetter letter, CancellationToken cancellationToken)
    {
        await KeepAsync(async token => (await services.DeadLetters.AddAsync(letter, token), true), cancellationToken);
        GivenUp(letter);
    }

    /// <summary>Gives up a parked delivery.</summary>
    public async Task GiveUpAsync(ParkedDelivery delivery, DeadLetter letter, CancellationToken cancellationToken)
    {
        if (await KeepAsync(token => services.Parking.BuryAsync(delivery.Id, letter, token), cancellationToken))
        {
            AddParked(delivery.User, -1, -delivery.Request.Events);
            GivenUp(letter);
        }
    }

    /// <summary>A batch came apart.</summary>
    /// <param name="whole">As it is parked; null: it is not.</param>
    /// <param name="parts">What is tried again; all of the same user, or of none.</param>
    /// <param name="letters">What is given up; all other events of it were delivered.</param>
    /// <param name="cancellationToken">The grace time is over.</param>
    public async Task ReplaceAsync(ParkedDelivery? whole, IReadOnlyList<ParkedDelivery> parts, IReadOnlyList<DeadLetter> letters, CancellationToken cancellationToken)
    {
        var (replaced, added) = await KeepAsync(token => services.Parking.ReplaceAsync(whole?.Id ?? 0, parts, letters, token), cancellationToken);
        if (!replaced)
        {
            return;
        }

        // Of a user in one step: between two it would seem to have nothing parked.
        var user = whole?.User ?? (parts.Count > 0 ? parts[0].User : null);
        AddParked(user, added.Count - (whole is null ? 0 : 1), added.Sum(part => part.Request.Events) - (whole?.Request.Events ?? 0));
        foreach (var part in parts)
        {
            Parked(part);
        }

        foreach (var letter in letters)
        {
            GivenUp(letter);
        }
    }

    /// <summary>What a delivery looks like as a dead letter.</summary>
    /// <param name="delivery">With all its attempts.</param>
    /// <param name="reason">Why.</param>
    /// <param name="result">The last answer; null when there was no try.</param>
    public DeadLetter LetterOf(ParkedDelivery delivery, DeadLetterReason reason, SendResult? result) =>
        delivery.ToDeadLetter(DestinationSettings.NameOf(lane), reason, services.Time.GetUtcNow(), result);

    /// <summary>The reason of an outcome that is a dead letter at once.</summary>
    public static DeadLetterReason ReasonOf(Outcome outcome) => outcome switch
    {
        Outcome.RedirectRefused => DeadLetterReason.RedirectRefused,
        Outcome.PayloadTooLarge => DeadLetterReason.PayloadTooLarge,
        Outcome.EgressDenied => DeadLetterReason.EgressDenied,
        Outcome.NotSendable => DeadLetterReason.NotSendable,
        Outcome.EndpointGone => DeadLetterReason.EndpointGone,
        _ => DeadLetterReason.Rejected,
    };

    /// <summary>Writes until it is durable; returns what that changed.</summary>
    private async Task<T> KeepAsync<T>(Func<CancellationToken, Task<(WriteOutcome Outcome, T Changed)>> write, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (outcome, changed) = await write(cancellationToken);
            if (outcome.IsDurable)
            {
                return changed;
            }

            // The delivery keeps its place in the lane meanwhile, so a full disk slows the lane to a stop instead of losing anything.
            if (_refusals.Add(1) is { } times)
            {
                services.Logger.KeepRefused(lane, times, outcome.Reason ?? "");
            }

            await Task.Delay(LaneLimits.StoreRetry, services.Time, cancellationToken);
        }
    }

    /// <summary>Deliveries came into the parking, or left it.</summary>
    /// <param name="user">Whose; null: nobody's.</param>
    /// <param name="deliveries">How many.</param>
    /// <param name="events">How many events they carry.</param>
    private void AddParked(long? user, int deliveries, int events)
    {
        holds.AddParked(events);
        if (user is { } key)
        {
            users.AddRows(key, deliveries);
            retries.LookAgain();
        }
    }

    private void Parked(ParkedDelivery delivery)
    {
        retries.Parked(delivery.NextAttemptAt);
        meter.Parked(delivery.Detail, delivery.Request.Events);
        services.Logger.DeliveryParked(lane, delivery.Request.WebhookId, delivery.Mapping, delivery.NextAttemptAt, delivery.Detail ?? "");
        if (_parkings.Add(delivery.Request.Events) is { } count)
        {
            services.Logger.DeliveriesParked(lane, count, delivery.Detail ?? "");
        }
    }

    private void GivenUp(DeadLetter letter)
    {
        meter.GivenUp(letter.Reason, letter.Detail, letter.Request.Events);
        services.Logger.DeliveryGivenUp(lane, letter.Request.WebhookId, letter.Mapping, letter.Reason, letter.Detail ?? "");
        if (_burials.Add(letter.Request.Events) is { } count)
        {
            services.Logger.DeliveriesGivenUp(lane, count, letter.Reason, letter.Detail ?? "");
        }
    }
}
