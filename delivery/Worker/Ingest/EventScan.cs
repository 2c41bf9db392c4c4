using System.Text.Json;

namespace ExtensibleWebhooks.Worker.Ingest;

/// <summary>One look over a JSON object: where the members are that ingest needs, and which stretches of the text can be copied as they are. Reused from event to event.</summary>
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
    private readonly List<Range> _kept = [];

    /// <summary>The stretches of the text that hold the members which ingest does not write itself, without the commas around them.</summary>
    public IReadOnlyList<Range> Kept => _kept;

    /// <summary>The last member of this name, as JSON.parse would have it.</summary>
    public JsonMember this[EventMember member] => _members[(int)member];

    /// <summary>Reads from an object's start to its end. Throws <see cref="JsonException"/> for what is not JSON.</summary>
    /// <param name="reader">At the object's StartObject.</param>
    /// <param name="replaced">The members that will be written anew, and so are not kept.</param>
    public void Read(ref Utf8JsonReader reader, HashSet<EventMember> replaced)
    {
        Array.Clear(_members);
        _kept.Clear();
        var joins = false;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var start = (int)reader.TokenStartIndex;
            var member = MemberOf(ref reader);
            reader.Read();
            var (valueStart, kind) = ((int)reader.TokenStartIndex, reader.TokenType);
            reader.Skip();
            var end = (int)reader.BytesConsumed;
            _members[(int)member] = new JsonMember(valueStart, end - valueStart, kind);
            var keeps = !replaced.Contains(member);
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

    private static EventMember MemberOf(ref Utf8JsonReader reader)
    {
        foreach (var (name, member) in Names)
        {
            if (reader.ValueTextEquals(name))
            {
                return member;
            }
        }

        return EventMember.Other;
    }
}
