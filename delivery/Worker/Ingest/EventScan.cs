using System.Text.Json;

namespace ExtensibleWebhooks.Worker.Ingest;

/// <summary>One look over a JSON object: where the members are that ingest needs, and which stretches of the text can be copied as they are.</summary>
internal sealed class EventScan
{
    private static readonly (byte[] Name, EventMember Member)[] Names =
    [
        ("type"u8.ToArray(), EventMember.Type),
        ("messageId"u8.ToArray(), EventMember.MessageId),
        ("userId"u8.ToArray(), EventMember.UserId),
        ("anonymousId"u8.ToArray(), EventMember.AnonymousId),
        ("previousId"u8.ToArray(), EventMember.PreviousId),
        ("groupId"u8.ToArray(), EventMember.GroupId),
        ("event"u8.ToArray(), EventMember.Event),
        ("name"u8.ToArray(), EventMember.Name),
        ("category"u8.ToArray(), EventMember.Category),
        ("properties"u8.ToArray(), EventMember.Properties),
        ("traits"u8.ToArray(), EventMember.Traits),
        ("context"u8.ToArray(), EventMember.Context),
        ("integrations"u8.ToArray(), EventMember.Integrations),
        ("timestamp"u8.ToArray(), EventMember.Timestamp),
        ("originalTimestamp"u8.ToArray(), EventMember.OriginalTimestamp),
        ("sentAt"u8.ToArray(), EventMember.SentAt),
        ("receivedAt"u8.ToArray(), EventMember.ReceivedAt),
        ("version"u8.ToArray(), EventMember.Version),
        ("writeKey"u8.ToArray(), EventMember.WriteKey),
        ("batch"u8.ToArray(), EventMember.Batch),
    ];

    private readonly JsonMember[] _members = new JsonMember[Names.Length + 1];
    private readonly List<Range> _kept = new(4);

    /// <summary>The stretches of the text that hold the members which ingest does not write itself, without the commas around them.</summary>
    public IReadOnlyList<Range> Kept => _kept;

    /// <summary>False for an item that is something else than an object; then it has no members.</summary>
    public bool IsObject { get; private init; }

    /// <summary>How many bytes of the text it is.</summary>
    public int Length { get; private set; }

    /// <summary>The last member of this name, as JSON.parse would have it.</summary>
    public JsonMember this[EventMember member] => _members[(int)member];

    /// <summary>Reads one value to its end. Throws <see cref="JsonException"/> for what is not JSON.</summary>
    /// <param name="reader">At the value's first token.</param>
    /// <param name="onBatch">Reads the value of a member `batch`, which the reader is at, to its end; null to skip it like any other.</param>
    public static EventScan Read(ref Utf8JsonReader reader, BatchReader? onBatch = null)
    {
        var start = reader.TokenStartIndex;
        var scan = new EventScan { IsObject = reader.TokenType == JsonTokenType.StartObject };
        if (scan.IsObject)
        {
            scan.ReadMembers(ref reader, onBatch);
        }
        else
        {
            reader.Skip();
        }

        scan.Length = (int)(reader.BytesConsumed - start);
        return scan;
    }

    private static EventMember MemberOf(ref Utf8JsonReader reader)
    {
        var text = reader.ValueSpan;
        foreach (var (name, member) in Names)
        {
            if (reader.ValueIsEscaped ? reader.ValueTextEquals(name) : text.SequenceEqual(name))
            {
                return member;
            }
        }

        return EventMember.Other;
    }

    private static bool IsWrittenAnew(EventMember member) => member switch
    {
        EventMember.Type or EventMember.MessageId or EventMember.Version or EventMember.WriteKey => true,
        EventMember.Timestamp or EventMember.OriginalTimestamp or EventMember.SentAt or EventMember.ReceivedAt => true,
        EventMember.Context or EventMember.Integrations => true,
        _ => false,
    };

    private void ReadMembers(ref Utf8JsonReader reader, BatchReader? onBatch)
    {
        var joins = false;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var start = (int)reader.TokenStartIndex;
            var member = MemberOf(ref reader);
            reader.Read();
            var (valueStart, kind) = ((int)reader.TokenStartIndex, reader.TokenType);
            if (member == EventMember.Batch && onBatch is not null)
            {
                onBatch(ref reader);
            }
            else
            {
                reader.Skip();
            }

            var end = (int)reader.BytesConsumed;
            _members[(int)member] = new JsonMember(valueStart, end - valueStart, kind);
            var keeps = !IsWrittenAnew(member);
            if (keeps && joins)
            {
                _kept[^1] = _kept[^1].Start..end;
            }
            else if (keeps)
            {
                _kept.Add(start..end);
            }

            joins = keeps;
        }
    }
}
