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

    private RequestRoot(ReadOnlyMemory<byte> json, EventScan scan, int items)
    {
        Json = json;
        Items = items;
        (Batch, SentAt, WriteKey) = (scan[EventMember.Batch], scan[EventMember.SentAt], scan[EventMember.WriteKey]);
        (Context, Integrations) = (scan[EventMember.Context], scan[EventMember.Integrations]);
    }

    public ReadOnlyMemory<byte> Json { get; }

    /// <summary>How many items the batch has; 0 where there is no array of that name.</summary>
    public int Items { get; }

    public JsonMember Batch { get; }

    public JsonMember SentAt { get; }

    public JsonMember WriteKey { get; }

    public JsonMember Context { get; }

    public JsonMember Integrations { get; }

    /// <summary>How a reader over the whole request, or over one event, is to be made.</summary>
    public static JsonReaderOptions ReaderOptions { get; } = new() { MaxDepth = MaxEventDepth + BatchDepth };

    /// <summary>Null, and what is wrong, when the body is not one JSON object in UTF-8.</summary>
    public static RequestRoot? TryRead(ReadOnlyMemory<byte> body, out string? problem)
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

            var scan = new EventScan();
            scan.Read(ref reader, []);

            // Reading on is what finds a second value behind the object.
            reader.Read();
            return new RequestRoot(json, scan, CountItems(scan[EventMember.Batch], json.Span));
        }
        catch (JsonException exception)
        {
            problem = $"the body is not JSON: line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}";
            return null;
        }
    }

    private static int CountItems(JsonMember batch, ReadOnlySpan<byte> json)
    {
        if (batch.Kind != JsonTokenType.StartArray)
        {
            return 0;
        }

        var reader = new Utf8JsonReader(batch.In(json), ReaderOptions);
        reader.Read();
        var items = 0;
        for (; reader.Read() && reader.TokenType != JsonTokenType.EndArray; items++)
        {
            reader.Skip();
        }

        return items;
    }
}
