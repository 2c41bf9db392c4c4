using System.Text.Json;

namespace ExtensibleWebhooks.Worker.Ingest;

/// <summary>From a verified request to the events that the log keeps. Pure but for the ids that it asks for.</summary>
internal sealed class EventNormalizer(IngestSettings settings, MessageIdFactory messageIds)
{
    /// <summary>
    /// What all events of a batch may come to, as a multiple of the batch's own limit: a large context at the root is copied into each event, and so could
    /// make a small request a large one.
    /// </summary>
    private const int MaxGrowth = 8;

    /// <summary>The request is one event, and the route says of which type.</summary>
    public NormalizedEvents NormalizeEvent(RequestRoot root, EventType type, DateTimeOffset receivedAt)
    {
        var events = new NormalizedEvents(root.Json.Length + 256);
        var writer = new EventWriter(null, receivedAt, messageIds, events.Buffer);
        var reader = new Utf8JsonReader(root.Json.Span, RequestRoot.ReaderOptions);
        reader.Read();
        var scan = new EventScan();
        scan.Read(ref reader, writer.Replaced);
        Take(events, writer, type, root.Json.Span, scan);
        return events;
    }

    /// <summary>Null when the events, each with the root's context, would be too much for one request.</summary>
    public NormalizedEvents? NormalizeBatch(RequestRoot root, DateTimeOffset receivedAt)
    {
        var events = new NormalizedEvents(root.Json.Length + (root.Items * 256));
        if (root.Items == 0)
        {
            events.Reject(Rejection.EmptyBatch);
            return events;
        }

        var writer = new EventWriter(root, receivedAt, messageIds, events.Buffer);
        var batch = root.Batch.In(root.Json.Span);
        var reader = new Utf8JsonReader(batch, RequestRoot.ReaderOptions);
        var scan = new EventScan();
        reader.Read();
        for (var item = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; item++)
        {
            if (item == settings.MaxEventsPerBatch)
            {
                events.Reject(Rejection.TooManyEvents, root.Items - item);
                break;
            }

            TakeItem(events, writer, root, batch, ref reader, scan);
            if (events.Buffer.Length > (long)settings.MaxBatchBytes * MaxGrowth)
            {
                events.Dispose();
                return null;
            }
        }

        return events;
    }

    private static void Take(NormalizedEvents events, EventWriter writer, EventType type, ReadOnlySpan<byte> json, EventScan scan)
    {
        if (EventRules.Check(type, scan) is { } rejection)
        {
            events.Reject(rejection);
        }
        else if (writer.Write(type, json, scan) is { } entry)
        {
            events.Add(type, entry);
        }
        else
        {
            events.Reject(Rejection.MessageIdTooLong);
        }
    }

    private void TakeItem(NormalizedEvents events, EventWriter writer, RequestRoot root, ReadOnlySpan<byte> batch, ref Utf8JsonReader reader, EventScan scan)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            events.Reject(Rejection.NotAnObject);
            return;
        }

        var start = reader.TokenStartIndex;
        scan.Read(ref reader, writer.Replaced);
        var length = reader.BytesConsumed - start;
        if (length > settings.MaxEventBytes || length + SharedBytes(root) > settings.MaxEventBytes * 2L)
        {
            events.Reject(Rejection.EventTooLarge);
        }
        else if (EventTypes.FromJson(scan[EventMember.Type].In(batch)) is { } type)
        {
            Take(events, writer, type, batch, scan);
        }
        else
        {
            events.Reject(Rejection.TypeUnknown);
        }
    }

    private static int SharedBytes(RequestRoot root) =>
        (root.Context.IsObject ? root.Context.Length : 0) + (root.Integrations.IsObject ? root.Integrations.Length : 0);
}
