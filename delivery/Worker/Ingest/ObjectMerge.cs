using System.Text.Json;

namespace ExtensibleWebhooks.Worker.Ingest;

/// <summary>Two JSON objects as one, without a tree: the members of the first that the second has not, then the second's.</summary>
internal static class ObjectMerge
{
    public static void Write(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, PooledBuffer output)
    {
        var names = NamesOf(second);
        output.Append("{"u8);
        var start = output.Length;
        var reader = new Utf8JsonReader(first, RequestRoot.ReaderOptions);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var memberStart = (int)reader.TokenStartIndex;
            var isTaken = names.Contains(JsonText.Of(ref reader));
            reader.Read();
            reader.Skip();
            if (!isTaken)
            {
                Separate(output, start);
                output.Append(first[memberStart..(int)reader.BytesConsumed]);
            }
        }

        if (names.Count > 0)
        {
            Separate(output, start);
            output.Append(second[1..^1]);
        }

        output.Append("}"u8);
    }

    private static void Separate(PooledBuffer output, int start)
    {
        if (output.Length > start)
        {
            output.Append(","u8);
        }
    }

    private static HashSet<string> NamesOf(ReadOnlySpan<byte> json)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var reader = new Utf8JsonReader(json, RequestRoot.ReaderOptions);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            names.Add(JsonText.Of(ref reader));
            reader.Read();
            reader.Skip();
        }

        return names;
    }
}
