using System.Text.Json;
using System.Text.Unicode;

namespace ExtensibleWebhooks.Worker.Ingest;

/// <summary>The outermost object of a request, verified to the last byte: a batch, or an event itself.</summary>
internal sealed class RequestRoot
{
    /// <summary>The deepest nesting that an event may have: what System.Text.Json reads by default, so that nothing behind ingest stumbles over it.</summary>
    private const int MaxEventDepth = 64;

    /// <summary>The root object and the array around an item.</summary>
    private const int BatchDepth = 2;

    private RequestRoot(ReadOnlyMemory<byte> json, EventScan scan, List<EventScan> items, int itemCount) =>
        (Json, Scan, Items, ItemCount) = (json, scan, items, itemCount);

    public ReadOnlyMemory<byte> Json { get; }

    /// <summary>The object itself: the event where the request is one, else what holds for all events of the batch.</summary>
    public EventScan Scan { get; }

    /// <summary>The batch's items, as many as were asked for at most; none where there is no array of that name.</summary>
    public IReadOnlyList<EventScan> Items { get; }

    /// <summary>All items of the batch.</summary>
    public int ItemCount { get; }

    /// <summary>How a reader over the whole request, or over one event, is to be made.</summary>
    public static JsonReaderOptions ReaderOptions { get; } = new() { MaxDepth = MaxEventDepth + BatchDepth };

    /// <summary>Null, and what is wrong, when the body is not one JSON object in UTF-8.</summary>
    /// <param name="body">The request's body.</param>
    /// <param name="maxItems">How many items of a batch are looked into; the others are only counted.</param>
    /// <param name="problem">What is wrong, for a person.</param>
    public static RequestRoot? TryRead(ReadOnlyMemory<byte> body, int maxItems, out string? problem)
    {
        var json = body.Span.StartsWith("\uFEFF"u8) ? body[3..] : body;
        problem = null;
        if (!Utf8.IsValid(json.Span))
        {
            problem = "the body is not UTF-8";
            return null;
        }

        try
        {
            var reader = new Utf8JsonReader(json.Span, ReaderOptions);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                problem = "the body is not a JSON object";
                return null;
            }

            var items = new List<EventScan>();
            var count = 0;
            var scan = EventScan.Read(ref reader, (ref batch) => (items, count) = ReadItems(ref batch, maxItems));

            // Reading on is what finds a second value behind the object.
            reader.Read();
            return new RequestRoot(json, scan, items, count);
        }
        catch (JsonException exception)
        {
            problem = $"the body is not JSON: line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}";
            return null;
        }
    }

    private static (List<EventScan> Items, int Count) ReadItems(ref Utf8JsonReader reader, int maxItems)
    {
        var items = new List<EventScan>();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return (items, 0);
        }

        var count = 0;
        for (; reader.Read() && reader.TokenType != JsonTokenType.EndArray; count++)
        {
            if (count < maxItems)
            {
                items.Add(EventScan.Read(ref reader));
            }
            else
            {
                reader.Skip();
            }
        }

        return (items, count);
    }
}
