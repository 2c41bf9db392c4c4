namespace ExtensibleWebhooks.Worker.Sending;

/// <summary>
/// A batch of some of a batch's events: its halves after a 413, what failed of it, one of them as a dead letter. Made of the batch's own bytes: what
/// stands before the first event, between two and after the last is the frame, whatever format that is.
/// </summary>
internal static class BatchParts
{
    /// <param name="batch">With items.</param>
    /// <param name="items">Of it, in their order, at least one.</param>
    public static WebhookRequest Of(WebhookRequest batch, IReadOnlyList<BatchItem> items)
    {
        var all = batch.Items ?? throw new ArgumentException("It is no batch.", nameof(batch));
        if (items.Count == all.Count)
        {
            return batch;
        }

        var body = (batch.Body ?? default).Span;
        var prefix = body[..all[0].Start];
        var separator = body[all[0].End..all[1].Start];
        var suffix = body[all[^1].End..];
        var part = new byte[prefix.Length + items.Sum(item => item.Length) + (separator.Length * (items.Count - 1)) + suffix.Length];
        var moved = new BatchItem[items.Count];
        prefix.CopyTo(part);
        var at = prefix.Length;
        for (var index = 0; index < items.Count; index++)
        {
            if (index > 0)
            {
                separator.CopyTo(part.AsSpan(at));
                at += separator.Length;
            }

            var item = items[index];
            body[item.Start..item.End].CopyTo(part.AsSpan(at));
            moved[index] = item with { Start = at };
            at += item.Length;
        }

        suffix.CopyTo(part.AsSpan(at));
        return batch with { WebhookId = WebhookIds.OfBatch(moved), Body = part, Items = moved };
    }
}
