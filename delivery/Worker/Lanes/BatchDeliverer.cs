using ExtensibleWebhooks.Worker.Batching;
using ExtensibleWebhooks.Worker.Configuration;
using ExtensibleWebhooks.Worker.Outcomes;
using ExtensibleWebhooks.Worker.Parking;
using ExtensibleWebhooks.Worker.Sending;

namespace ExtensibleWebhooks.Worker.Lanes;

/// <summary>
/// Carries a batch to its end for now: each of its events sent, parked durably in what is left of the batch, or a dead letter. It throws only when cancelled,
/// and then what had no end is where it was.
/// </summary>
internal sealed class BatchDeliverer(LaneServices services, BatchJudge judge, DeliveryKeeper keeper, LaneHolds holds)
{
    /// <summary>A batch fresh from the log.</summary>
    /// <param name="settings">As they are now.</param>
    /// <param name="batch">What to send.</param>
    /// <param name="stopping">The lane stops: no more quick tries.</param>
    /// <param name="abandon">The grace time is over: what is not durable is left for the next start.</param>
    public async Task DeliverAsync(LaneSettings settings, Batch batch, CancellationToken stopping, CancellationToken abandon)
    {
        var rules = batch.Mapping.Batch;
        var parts = new Stack<ParkedDelivery>([DeliveryOf(batch)]);
        while (parts.TryPop(out var part))
        {
            var result = await settings.Sender.SendAsync(Asking(part, rules), stopping, abandon);
            if (IsTooLarge(part, result))
            {
                var (first, second) = Split(settings, part, result);
                parts.Push(second);
                parts.Push(first);
                continue;
            }

            var fate = judge.Judge(settings.Destination, rules, part, result);
            var again = fate.Again.ToList();
            if (part.User is not null && again.Count > 0)
            {
                // What is left of the batch waits behind what failed of it.
                again.AddRange(parts);
                parts.Clear();
            }

            if (again.Count + fate.Letters.Count > 0)
            {
                await keeper.ReplaceAsync(null, again, fate.Letters, abandon);
            }
        }
    }

    /// <summary>A parked batch whose time has come. Split, its halves are parked in its place, due at once.</summary>
    public async Task DeliverAgainAsync(LaneSettings settings, ParkedDelivery parked, CancellationToken abandon)
    {
        var batch = parked.Tried(services.Time.GetUtcNow());
        var rules = settings.Destination.Mappings.FirstOrDefault(mapping => mapping.Name == batch.Mapping)?.Batch;
        var result = await settings.Sender.SendOnceAsync(Asking(batch, rules), abandon);
        if (IsTooLarge(batch, result))
        {
            var (first, second) = Split(settings, batch, result);
            await keeper.ReplaceAsync(batch, [first, second], [], abandon);
            return;
        }

        var fate = judge.Judge(settings.Destination, rules, batch, result);
        if (fate.Again is [var whole] && ReferenceEquals(whole.Request, batch.Request))
        {
            // Its bytes are on disk already.
            await keeper.ParkAgainAsync(whole, abandon);
            return;
        }

        await keeper.ReplaceAsync(batch, fate.Again, fate.Letters, abandon);
    }

    private static WebhookRequest Asking(ParkedDelivery batch, BatchRules? rules) => rules?.Statuses is null ? batch.Request : batch.Request with { WantsAnswer = true };

    private static bool IsTooLarge(ParkedDelivery batch, SendResult result) => result.Outcome == Outcome.PayloadTooLarge && batch.Request.Events > 1;

    private (ParkedDelivery First, ParkedDelivery Second) Split(LaneSettings settings, ParkedDelivery batch, SendResult result)
    {
        holds.Failed(settings.Destination.Config.Delivery.Retry);
        var tried = batch with { Attempts = batch.Attempts + result.Tries, Status = result.Status, Detail = result.Detail, NextAttemptAt = services.Time.GetUtcNow() };
        var items = batch.Request.Items ?? [];
        var half = items.Count / 2;
        return (BatchJudge.PartOf(tried, [.. items.Take(half)]), BatchJudge.PartOf(tried, [.. items.Skip(half)]));
    }

    private ParkedDelivery DeliveryOf(Batch batch)
    {
        var now = services.Time.GetUtcNow();
        var items = batch.Request.Items ?? [];
        return new ParkedDelivery
        {
            Lane = keeper.Lane,
            Mapping = batch.Mapping.Name,
            Request = batch.Request,
            Position = items[0].Position,
            ReceivedAt = items.Min(item => item.ReceivedAt),
            FirstAttemptAt = now,
            NextAttemptAt = now,
            Attempts = 0,
            Waits = 0,
            RenderedUnder = batch.RenderedUnder,
            Replay = batch.Replay,
            User = batch.User,
        };
    }
}
