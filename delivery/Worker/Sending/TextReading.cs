namespace ExtensibleWebhooks.Worker.Sending;

/// <summary>A text as it reads once its escapes are resolved, each byte with the place in the text that it was read from.</summary>
internal sealed class TextReading
{
    /// <summary>A text in JSON in a page, a URL in JSON: one notation in another. More is rarely seen and never needed to understand an answer.</summary>
    private const int Depth = 2;

    private readonly byte[] _bytes;

    /// <summary>One more than bytes: the last is where the text ends.</summary>
    private readonly int[] _places;

    private readonly int _length;

    private TextReading(byte[] bytes, int[] places, int length)
    {
        _bytes = bytes;
        _places = places;
        _length = length;
    }

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

    /// <summary>Where in the text a byte was read from; of the one after the last, the text's end.</summary>
    public int PlaceOf(int index) => _places[index];

    /// <summary>The text as it is, and in each notation in which it reads differently, one in another included.</summary>
    public static List<TextReading> AllOf(ReadOnlySpan<byte> text)
    {
        List<TextReading> readings = [new(text.ToArray(), [.. Enumerable.Range(0, text.Length + 1)], text.Length)];
        for (int depth = 0, next = 0; depth < Depth; depth++)
        {
            for (var end = readings.Count; next < end; next++)
            {
                foreach (var escapes in Escapes.All)
                {
                    if (readings[next].Through(escapes) is { } other && !readings.Exists(known => known.Bytes.SequenceEqual(other.Bytes)))
                    {
                        readings.Add(other);
                    }
                }
            }
        }

        return readings;
    }

    /// <summary>Null when it has no such escape. One that the text's end cuts off is left out, so that what stands before it is the end.</summary>
    private TextReading? Through(Escapes escapes)
    {
        var at = Bytes.IndexOfAny(escapes.Begins);
        if (at < 0)
        {
            return null;
        }

        var bytes = new byte[_length];
        var places = new int[_length + 1];
        var length = 0;
        for (var from = 0; ; at = Bytes[at..].IndexOfAny(escapes.Begins) is var next and >= 0 ? at + next : _length)
        {
            Bytes[from..at].CopyTo(bytes.AsSpan(length));
            _places.AsSpan(from, at - from).CopyTo(places.AsSpan(length));
            length += at - from;
            if (at == _length)
            {
                break;
            }

            var taken = escapes.Decode(Bytes[at..], bytes.AsSpan(length), out var written);
            if (taken == Escapes.Cut)
            {
                break;
            }

            if (taken == 0)
            {
                (bytes[length], taken, written) = (Bytes[at], 1, 1);
            }

            places.AsSpan(length, written).Fill(_places[at]);
            length += written;
            at += taken;
            from = at;
        }

        places[length] = _places[_length];
        return new TextReading(bytes, places, length);
    }
}
