using System.Text;
using System.Text.Json;
using ExtensibleWebhooks.Crds.Validation;

namespace ExtensibleWebhooks.Cli.Manifests;

/// <summary>Reads one JSON document, with the place of every field.</summary>
internal static class JsonDocuments
{
    public static ManifestReading Read(string file, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        try
        {
            var json = JsonDocument.Parse(bytes).RootElement;
            return UnreadableText(bytes) is { } unreadable
                ? Failed(file, unreadable, "is no Unicode: half a surrogate pair")
                : new ManifestReading([new ManifestDocument(file, json, PlacesOf(bytes))], []);
        }
        catch (JsonException error)
        {
            var place = new TextPlace((error.LineNumber ?? 0) + 1, (error.BytePositionInLine ?? 0) + 1);
            return Failed(file, place, $"is no JSON: {error.Message.Split(" LineNumber")[0].Split(" Path:")[0].TrimEnd('.')}");
        }
    }

    /// <summary>The first text or name that is none: half of a surrogate pair.</summary>
    private static TextPlace? UnreadableText(byte[] bytes)
    {
        var reader = new Utf8JsonReader(bytes);
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped)
                {
                    reader.GetString();
                }
            }

            return null;
        }
        catch (InvalidOperationException)
        {
            return new LineCounter(bytes).PlaceOf(reader.TokenStartIndex);
        }
    }

    private static ManifestReading Failed(string file, TextPlace place, string message) => new([], [new ManifestProblem(file, place, message)]);

    private static JsonPlaces PlacesOf(byte[] bytes)
    {
        var places = new JsonPlaces();
        var lines = new LineCounter(bytes);
        var reader = new Utf8JsonReader(bytes);
        reader.Read();
        places.Add("", lines.PlaceOf(reader.TokenStartIndex));
        Walk(ref reader, "", places, lines);
        return places;
    }

    private static void Walk(ref Utf8JsonReader reader, string path, JsonPlaces places, LineCounter lines)
    {
        var index = 0;
        if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
        {
            return;
        }

        while (reader.Read() && reader.TokenType is not (JsonTokenType.EndObject or JsonTokenType.EndArray))
        {
            var start = lines.PlaceOf(reader.TokenStartIndex);
            string at;
            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                at = FieldPath.Member(path, Encoding.UTF8.GetString(reader.ValueSpan));
                reader.Read();
            }
            else
            {
                at = FieldPath.Item(path, index++);
            }

            places.Add(at, start);
            if (reader.TokenType == JsonTokenType.String && !reader.ValueIsEscaped)
            {
                var quote = lines.PlaceOf(reader.TokenStartIndex);
                places.AddText(at, quote with { Column = quote.Column + 1 });
            }

            Walk(ref reader, at, places, lines);
        }
    }

    /// <summary>Turns offsets, asked for in rising order, into lines and columns.</summary>
    private sealed class LineCounter(byte[] bytes)
    {
        private long _offset;
        private long _line = 1;
        private long _lineStart;

        public TextPlace PlaceOf(long offset)
        {
            for (; _offset < offset; _offset++)
            {
                if (bytes[_offset] == '\n')
                {
                    _line++;
                    _lineStart = _offset + 1;
                }
            }

            return new TextPlace(_line, offset - _lineStart + 1);
        }
    }
}
