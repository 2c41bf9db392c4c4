namespace ExtensibleWebhooks.Worker.Ingest;

/// <summary>From a verified request to the events that the log keeps. Pure but for the ids that it asks for.</summary>
internal sealed class EventNormalizer(IngestSettings settings, MessageIdFactory messageIds)
{
    /// <summary>
    /// What all events of a batch may come to, as a multiple of the batch's own limit: a large context at the root is copied into each event, and so could
    /// make a small request a large one.
    /// </summary>
    private const int MaxGrowth = 8;

    /// <summary>What an event grows by at most when the server has added its part.</summary>
    private const int AddedBytes = 256;

    /// <summary>The same for the largest batches that can be configured: with their body it fits into the <see cref="InFlightBudget"/>.</summary>
    private const int MaxBytes = 24 << 20;

    /// <summary>The request is one event, and the route says of which type. Null when it is among the events; otherwise how to answer.</summary>
    public Answer? NormalizeEvent(RequestRoot root, EventType type, DateTimeOffset receivedAt, NormalizedEvents events)
    {
        events.Buffer.Reserve(root.Json.Length + AddedBytes);
        Take(events, new EventWriter(root.Json, null, receivedAt, messageIds, events.Buffer), type, root.Scan);
        return events.Buffer.IsRefused ? Answer.Busy : null;
    }

    /// <summary>Null when the valid ones are among the events; otherwise how to answer: they, each with the root's context, may be too much for one request.</summary>
    public Answer? NormalizeBatch(RequestRoot root, DateTimeOffset receivedAt, NormalizedEvents events)
    {
        events.Buffer.Reserve(root.Json.Length + (root.Items.Count * AddedBytes));
        if (root.ItemCount == 0)
        {
            events.Reject(Rejection.EmptyBatch);
        }

        if (root.ItemCount > root.Items.Count)
        {
            events.Reject(Rejection.TooManyEvents, root.ItemCount - root.Items.Count);
        }

        var writer = new EventWriter(root.Json, root.Scan, receivedAt, messageIds, events.Buffer);
        foreach (var item in root.Items)
        {
            TakeItem(events, writer, root.Json.Span, item);
            if (events.Buffer.IsRefused)
            {
                return Answer.Busy;
            }

            if (events.Buffer.Length > Math.Min((long)settings.MaxBatchBytes * MaxGrowth, MaxBytes))
            {
                return Answer.TooLarge;
            }
        }

        return events.Buffer.IsRefused ? Answer.Busy : null;
    }

    private static void Take(NormalizedEvents events, EventWriter writer, EventType type, EventScan scan)
    {
        if (EventRules.Check(type, scan) is { } rejection)
        {
            events.Reject(rejection);
        }
        else if (writer.Write(type, scan) is { } entry)
        {
            events.Add(type, entry);
        }
        else
        {
            events.Reject(Rejection.MessageIdTooLong);
        }
    }

    private void TakeItem(NormalizedEvents events, EventWriter writer, ReadOnlySpan<byte> json, EventScan item)
    {
        if (!item.IsObject)
        {
            events.Reject(Rejection.NotAnObject);
        }
        else if (item.Length > settings.MaxEventBytes || item.Length + writer.SharedBytes > settings.MaxEventBytes * 2L)
        {
            events.Reject(Rejection.EventTooLarge);
        }
        else if (EventTypes.FromJson(item[EventMember.Type].In(json)) is { } type)
        {
            Take(events, writer, type, item);
        }
        else
        {
            events.Reject(Rejection.TypeUnknown);
        }
    }
}
