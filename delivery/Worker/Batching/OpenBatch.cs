using System.Buffers;
using ExtensibleWebhooks.Worker.Configuration;
using ExtensibleWebhooks.Worker.Sending;

namespace ExtensibleWebhooks.Worker.Batching;

/// <summary>A batch that takes events: its body as it grows.</summary>
internal sealed class OpenBatch
{
    private readonly BatchRules _rules;
    private readonly long _renderedUnder;
    private readonly ArrayBufferWriter<byte> _body = new();
    private readonly List<BatchItem> _items = [];
    private readonly List<long> _tickets = [];

    /// <param name="key">With batching.</param>
    /// <param name="rules">The mapping's.</param>
    /// <param name="first">Becomes its first event by <see cref="Add"/>.</param>
    /// <param name="openedAt">The clock's timestamp.</param>
    public OpenBatch(BatchKey key, BatchRules rules, BatchMember first, long openedAt)
    {
        Key = key;
        _rules = rules;
        _renderedUnder = first.RenderedUnder;
        FirstTicket = first.Ticket;
        OpenedAt = openedAt;
        _body.Write(rules.Frame.Prefix.Span);
    }

    public BatchKey Key { get; }

    public long FirstTicket { get; }

    public long OpenedAt { get; }

    public TimeSpan MaxWait => _rules.MaxWait;

    public int Count => _items.Count;

    /// <summary>It can take no further event.</summary>
    public bool IsFull => _items.Count >= _rules.MaxSize;

    /// <summary>Of the body so far.</summary>
    public int Bytes => _body.WrittenCount;

    /// <summary>Whether the body stays within maxBytes with one event more.</summary>
    public bool HasRoomFor(BatchMember member) =>
        _items.Count == 0 || Bytes + _rules.Frame.Separator.Length + BodyOf(member).Length + _rules.Frame.Suffix.Length <= _rules.MaxBytes;

    public void Add(BatchMember member)
    {
        if (_items.Count > 0)
        {
            _body.Write(_rules.Frame.Separator.Span);
        }

        var body = BodyOf(member);
        _items.Add(new BatchItem(member.Request.WebhookId, member.Position, member.ReceivedAt, Bytes, body.Length));
        _tickets.Add(member.Ticket);
        _body.Write(body.Span);
    }

    /// <summary>Once, after at least one <see cref="Add"/>.</summary>
    public Batch Close(FlushReason reason)
    {
        _body.Write(_rules.Frame.Suffix.Span);
        return new Batch
        {
            Mapping = Key.Mapping,
            Request = new WebhookRequest { WebhookId = WebhookIds.OfBatch(_items), Target = Key.Target, Body = _body.WrittenMemory, Items = _items },
            Tickets = _tickets,
            RenderedUnder = _renderedUnder,
            User = Key.User,
            Reason = reason,
        };
    }

    private static ReadOnlyMemory<byte> BodyOf(BatchMember member) => member.Request.Body ?? default;
}
