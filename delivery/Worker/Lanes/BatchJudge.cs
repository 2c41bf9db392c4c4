using System.Globalization;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Engine.Batches;
using ExtensibleWebhooks.Worker.Configuration;
using ExtensibleWebhooks.Worker.DeadLetters;
using ExtensibleWebhooks.Worker.Outcomes;
using ExtensibleWebhooks.Worker.Parking;
using ExtensibleWebhooks.Worker.Sending;

namespace ExtensibleWebhooks.Worker.Lanes;

/// <summary>What becomes of the events of a batch: all the same, unless its mapping says where the answer has a status for each.</summary>
internal sealed class BatchJudge(DeliveryJudge judge, DeliveryKeeper keeper, LaneMeter meter, LaneHolds holds)
{
    /// <summary>After a try.</summary>
    /// <param name="settings">Of the destination.</param>
    /// <param name="rules">Of the mapping; null: it makes no batches any more.</param>
    /// <param name="batch">As it was before the try.</param>
    /// <param name="result">Of the try.</param>
    public BatchFate Judge(DestinationSettings settings, BatchRules? rules, ParkedDelivery batch, SendResult result)
    {
        var retry = settings.Config.Delivery.Retry;
        if (result.Outcome != Outcome.Delivered)
        {
            return WholeFailed(batch, result, retry);
        }

        if (rules?.Statuses?.Read(result.Answer) is not { } statuses)
        {
            return Delivered(ItemsOf(batch), result);
        }

        var items = ItemsOf(batch);
        switch (statuses.Kind)
        {
            case ItemStatusKind.NoList when result.Status != 207:
                return Delivered(items, result);
            case ItemStatusKind.Listed when statuses.List.Count == items.Count:
                return ByItem(settings, batch, result, statuses.List);
            default:
                var what = statuses.Kind switch
                {
                    ItemStatusKind.Unreadable => "its body could not be read as JSON",
                    ItemStatusKind.NoList => "batching.itemStatusPath found no list",
                    _ => string.Create(CultureInfo.InvariantCulture, $"batching.itemStatusPath found {statuses.List.Count} statuses for {items.Count} events"),
                };

                // Nobody knows which were taken: sending all again loses none.
                return WholeFailed(batch, result with { Outcome = Outcome.Retry, Detail = $"answered {result.Status}, and {what}" }, retry);
        }
    }

    private static IReadOnlyList<BatchItem> ItemsOf(ParkedDelivery batch) => batch.Request.Items ?? [];

    private BatchFate WholeFailed(ParkedDelivery batch, SendResult result, RetrySpec retry)
    {
        var (tried, reason) = judge.Judge(batch, result, retry);
        return reason is { } given ? new BatchFate([], [keeper.LetterOf(tried, given, result)]) : new BatchFate([tried], []);
    }

    private BatchFate Delivered(IEnumerable<BatchItem> items, SendResult result)
    {
        holds.Succeeded(result.Token);
        foreach (var item in items)
        {
            meter.Delivered(item.ReceivedAt);
        }

        return BatchFate.Delivered;
    }

    private BatchFate ByItem(DestinationSettings settings, ParkedDelivery batch, SendResult result, IReadOnlyList<int> statuses)
    {
        var delivery = settings.Config.Delivery;
        var (authentication, overrides) = (settings.Config.Authentication.Type, delivery.Retry.Statuses);
        var judged = ItemsOf(batch).Zip(statuses, (item, status) => (Item: item, Status: status, Outcome: OutcomeClassifier.ClassifyItem(status, authentication, overrides))).ToList();
        var isRefused = OutcomeClassifier.IsTokenRefused(statuses, authentication, overrides);
        if (!isRefused)
        {
            Delivered(judged.Where(item => item.Outcome == Outcome.Delivered).Select(item => item.Item), result);
        }

        var again = judged.Where(item => item.Outcome == Outcome.Retry).ToList();
        var letters = judged.Where(item => item.Outcome is not (Outcome.Delivered or Outcome.Retry))
            .Select(item => LetterOf(batch, item.Item, item.Status, DeliveryKeeper.ReasonOf(item.Outcome), result))
            .ToList();
        if (again.Count == 0)
        {
            return new BatchFate([], letters);
        }

        var first = isRefused ? again.First(item => item.Status == 401) : again[0];
        var failed = result with
        {
            Outcome = isRefused ? Outcome.CredentialRejected : Outcome.Retry,
            Status = first.Status > 0 ? first.Status : result.Status,
            Detail = string.Create(CultureInfo.InvariantCulture, $"{again.Count} of {judged.Count} events of the batch were answered {Word(first.Status)}"),
        };
        var rest = WholeFailed(PartOf(batch, [.. again.Select(item => item.Item)]), failed, delivery.Retry);
        return new BatchFate(rest.Again, [.. letters, .. rest.Letters]);
    }

    private DeadLetter LetterOf(ParkedDelivery batch, BatchItem item, int status, DeadLetterReason reason, SendResult result) => keeper.LetterOf(
        PartOf(batch, [item]) with { Attempts = batch.Attempts + result.Tries, Status = status, Detail = $"its event of the batch was answered {Word(status)}" }, reason, result);

    /// <summary>Some of a batch's events as a batch of their own, parked nowhere yet.</summary>
    public static ParkedDelivery PartOf(ParkedDelivery batch, IReadOnlyList<BatchItem> items) => items.Count == batch.Request.Events ? batch : batch with
    {
        Id = 0,
        Request = BatchParts.Of(batch.Request, items),
        Position = items[0].Position,
        ReceivedAt = items.Min(item => item.ReceivedAt),
    };

    private static string Word(int status) => status == 0 ? "without a status" : status.ToString(CultureInfo.InvariantCulture);
}
