using System.Text;
using System.Text.Json;
using ExtensibleWebhooks.Worker.EventLog;

namespace ExtensibleWebhooks.Worker.Ingest;

/// <summary>
/// Writes events as the log keeps them: what the sender wrote is copied byte for byte, numbers as they were; what is the server's to say comes behind it.
/// </summary>
/// <param name="json">The request.</param>
/// <param name="batch">The batch around the events, whose sentAt, context and integrations hold for each; null when the event is the request.</param>
/// <param name="receivedAt">When the request came.</param>
/// <param name="messageIds">Makes the missing ids.</param>
/// <param name="output">Where the events go, one behind the other.</param>
internal sealed class EventWriter(ReadOnlyMemory<byte> json, EventScan? batch, DateTimeOffset receivedAt, MessageIdFactory messageIds, PooledBuffer output)
{
    private readonly JsonMember _context = batch?[EventMember.Context] is { IsObject: true } context ? context : default;
    private readonly JsonMember _integrations = batch?[EventMember.Integrations] is { IsObject: true } integrations ? integrations : default;
    private readonly JsonMember _sentAt = batch?[EventMember.SentAt] ?? default;
    private readonly DateTimeOffset? _batchSentAt = batch is null ? null : TimeOf(batch[EventMember.SentAt], json.Span);

    /// <summary>What the root lends to each event, in bytes.</summary>
    public int SharedBytes => _context.Length + _integrations.Length;

    /// <summary>Writes one valid event and says where it is; null when its messageId is too long.</summary>
    public EventEntry? Write(EventType type, EventScan scan)
    {
        var text = json.Span;
        var start = output.Length;
        output.Append("{"u8);
        foreach (var range in scan.Kept)
        {
            output.Append(text[range]);
            output.Append(","u8);
        }

        output.Append("\"type\":"u8);
        output.Append(type.ToJson());
        if (WriteMessageId(text, scan[EventMember.MessageId]) is not { } key)
        {
            output.Truncate(start);
            return null;
        }

        WriteShared(",\"context\":"u8, text, scan[EventMember.Context], _context);
        WriteShared(",\"integrations\":"u8, text, scan[EventMember.Integrations], _integrations);
        WriteTimes(text, scan);
        output.Append(",\"version\":2}"u8);
        return new EventEntry(start, output.Length - start, key);
    }

    private static string Unescape(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        return JsonText.Of(ref reader);
    }

    private static DateTimeOffset? TimeOf(JsonMember member, ReadOnlySpan<byte> json) =>
        member.IsString && Timestamps.TryParse(member.TextIn(json), out var time) ? time : null;

    /// <summary>Keeps the sender's id, a number's digits as text included, so that its retries are found to be duplicates; null when it is too long.</summary>
    private MessageKey? WriteMessageId(ReadOnlySpan<byte> request, JsonMember id)
    {
        output.Append(",\"messageId\":"u8);
        if (id.Kind == JsonTokenType.Number)
        {
            return WriteNewId(Encoding.UTF8.GetString(id.In(request)));
        }

        if (!id.IsText)
        {
            return WriteNewId(messageIds());
        }

        var text = id.TextIn(request);
        var isPlain = !text.Contains((byte)'\\');
        if (isPlain && text.Length <= EventRules.MaxMessageIdLength)
        {
            output.Append(id.In(request));
            return MessageKey.Of(text);
        }

        var unescaped = Unescape(id.In(request));
        if (unescaped.Length > EventRules.MaxMessageIdLength)
        {
            return null;
        }

        output.Append(id.In(request));
        return MessageKey.Of(unescaped);
    }

    private MessageKey? WriteNewId(string id)
    {
        if (id.Length > EventRules.MaxMessageIdLength)
        {
            return null;
        }

        output.Append("\""u8);
        output.Append(JsonEncodedText.Encode(id).EncodedUtf8Bytes);
        output.Append("\""u8);
        return MessageKey.Of(id);
    }

    /// <summary>The event's own value, the batch's, or both as one; the event's own wins.</summary>
    private void WriteShared(ReadOnlySpan<byte> name, ReadOnlySpan<byte> text, JsonMember own, JsonMember shared)
    {
        if (shared.IsObject && own.IsObject)
        {
            output.Append(name);
            ObjectMerge.Write(shared.In(text), own.In(text), output);
        }
        else if ((own.IsPresent || !shared.IsObject ? own : shared) is { Length: > 0 } one)
        {
            output.Append(name);
            output.Append(one.In(text));
        }
    }

    private void WriteTimes(ReadOnlySpan<byte> text, EventScan scan)
    {
        var client = scan[EventMember.Timestamp].IsPresent ? scan[EventMember.Timestamp] : scan[EventMember.OriginalTimestamp];
        var sentAt = scan[EventMember.SentAt];
        var corrected = Timestamps.Correct(TimeOf(client, text), sentAt.IsPresent ? TimeOf(sentAt, text) : _batchSentAt, receivedAt);

        output.Append(",\"originalTimestamp\":"u8);
        if (client.IsPresent)
        {
            output.Append(client.In(text));
        }
        else
        {
            WriteTime(corrected);
        }

        if ((sentAt.IsPresent ? sentAt : _sentAt) is { IsPresent: true } sent)
        {
            output.Append(",\"sentAt\":"u8);
            output.Append(sent.In(text));
        }

        output.Append(",\"timestamp\":"u8);
        WriteTime(corrected);
        output.Append(",\"receivedAt\":"u8);
        WriteTime(receivedAt);
    }

    private void WriteTime(DateTimeOffset time)
    {
        Span<byte> text = stackalloc byte[Timestamps.JsonBytes];
        Timestamps.WriteJson(time, text);
        output.Append(text);
    }
}
