using System.Text;
using System.Text.Json;
using ExtensibleWebhooks.Worker.EventLog;

namespace ExtensibleWebhooks.Worker.Ingest;

/// <summary>
/// Writes events as the log keeps them: what the sender wrote is copied byte for byte, numbers as they were; what is the server's to say comes behind it.
/// </summary>
/// <param name="root">The batch around the events, whose sentAt, context and integrations hold for each; null when the event is the request.</param>
/// <param name="receivedAt">When the request came.</param>
/// <param name="messageIds">Makes the missing ids.</param>
/// <param name="output">Where the events go, one behind the other.</param>
internal sealed class EventWriter(RequestRoot? root, DateTimeOffset receivedAt, MessageIdFactory messageIds, PooledBuffer output)
{
    private static readonly EventMember[] Server =
    [
        EventMember.Type, EventMember.MessageId, EventMember.Timestamp, EventMember.OriginalTimestamp, EventMember.SentAt,
        EventMember.ReceivedAt, EventMember.Version, EventMember.WriteKey,
    ];

    private readonly DateTimeOffset? _rootSentAt = root is { SentAt.IsString: true } && Timestamps.TryParse(root.SentAt.TextIn(root.Json.Span), out var time) ? time : null;

    /// <summary>The members that are written anew; for <see cref="EventScan.Read"/>.</summary>
    public HashSet<EventMember> Replaced { get; } = ReplacedBy(root);

    /// <summary>Writes one valid event and says where it is; null when its messageId is too long.</summary>
    public EventEntry? Write(EventType type, ReadOnlySpan<byte> json, EventScan scan)
    {
        var start = output.Length;
        output.Append("{"u8);
        foreach (var range in scan.Kept)
        {
            output.Append(json[range]);
            output.Append(","u8);
        }

        output.Append("\"type\":"u8);
        output.Append(type.ToJson());
        if (WriteMessageId(json, scan[EventMember.MessageId]) is not { } key)
        {
            output.Truncate(start);
            return null;
        }

        if (root is not null)
        {
            WriteMerged("context", root.Context, json, scan[EventMember.Context]);
            WriteMerged("integrations", root.Integrations, json, scan[EventMember.Integrations]);
        }

        WriteTimes(json, scan);
        output.Append(",\"version\":2}"u8);
        return new EventEntry(start, output.Length - start, key);
    }

    private static HashSet<EventMember> ReplacedBy(RequestRoot? root)
    {
        var replaced = new HashSet<EventMember>(Server);
        if (root is { Context.IsObject: true })
        {
            replaced.Add(EventMember.Context);
        }

        if (root is { Integrations.IsObject: true })
        {
            replaced.Add(EventMember.Integrations);
        }

        return replaced;
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
    private MessageKey? WriteMessageId(ReadOnlySpan<byte> json, JsonMember id)
    {
        output.Append(",\"messageId\":"u8);
        if (id.Kind == JsonTokenType.Number)
        {
            return WriteNewId(Encoding.UTF8.GetString(id.In(json)));
        }

        if (!id.IsText)
        {
            return WriteNewId(messageIds());
        }

        var text = id.TextIn(json);
        var isPlain = !text.Contains((byte)'\\');
        if (isPlain && text.Length <= EventRules.MaxMessageIdLength)
        {
            output.Append(id.In(json));
            return MessageKey.Of(text);
        }

        var unescaped = Unescape(id.In(json));
        if (unescaped.Length > EventRules.MaxMessageIdLength)
        {
            return null;
        }

        output.Append(id.In(json));
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

    private void WriteMerged(string name, JsonMember shared, ReadOnlySpan<byte> json, JsonMember own)
    {
        if (root is null || !shared.IsObject)
        {
            return;
        }

        output.Append(name == "context" ? ",\"context\":"u8 : ",\"integrations\":"u8);
        if (own.IsObject)
        {
            ObjectMerge.Write(shared.In(root.Json.Span), own.In(json), output);
        }
        else
        {
            output.Append(own.IsPresent ? own.In(json) : shared.In(root.Json.Span));
        }
    }

    private void WriteTimes(ReadOnlySpan<byte> json, EventScan scan)
    {
        var client = scan[EventMember.Timestamp].IsPresent ? scan[EventMember.Timestamp] : scan[EventMember.OriginalTimestamp];
        var sentAt = scan[EventMember.SentAt];
        var corrected = Timestamps.Correct(TimeOf(client, json), sentAt.IsPresent ? TimeOf(sentAt, json) : _rootSentAt, receivedAt);

        output.Append(",\"originalTimestamp\":"u8);
        if (client.IsPresent)
        {
            output.Append(client.In(json));
        }
        else
        {
            WriteTime(corrected);
        }

        if (sentAt.IsPresent)
        {
            output.Append(",\"sentAt\":"u8);
            output.Append(sentAt.In(json));
        }
        else if (root is { SentAt.IsPresent: true })
        {
            output.Append(",\"sentAt\":"u8);
            output.Append(root.SentAt.In(root.Json.Span));
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
