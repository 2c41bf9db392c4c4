namespace ExtensibleWebhooks.Engine.Tests.Fuzzing;

/// <summary>Changes that keep most of a valid text valid: pieces taken out, doubled, or put in from another text, and single characters changed.</summary>
internal sealed class Mutator(Random random)
{
    private const int MaxChanges = 4;
    private const int MaxLength = 8_000;
    private static readonly string[] Pieces =
    [
        "\"", "'", "\\", "(", ")", "[", "]", "{", "}", "{{", "}}", "{%", "%}", ",", ":", ".", "$.", "@", "!", "=", "!=", "<", "*", "?", "and", " or ", "not ", "in", "null", "true", "0", "-1", "1e400", "9007199254740993",
        " ", "\n", "\r", "\0", "é", "😀", "\ud800", "\udc00", "\u2028", "\\ud800", "\\u0000", "__proto__", "length", "@path", "@transform", "@merge", "@liquid", "@literal", "_metadata", "__segment_internal_directive",
    ];

    public string Mutate(IReadOnlyList<string> corpus)
    {
        var text = Any(corpus);
        for (var changes = random.Next(MaxChanges + 1); changes > 0; changes--)
        {
            text = Change(text, corpus);
        }

        return text.Length > MaxLength ? text[..MaxLength] : text;
    }

    /// <summary>Any bytes, most of them those of a text.</summary>
    public byte[] Mutate(byte[] bytes)
    {
        if (bytes.Length > 0 && random.Next(3) == 0)
        {
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        }

        return bytes;
    }

    private string Change(string text, IReadOnlyList<string> corpus)
    {
        var start = random.Next(text.Length + 1);
        var end = Math.Min(text.Length, start + random.Next(1, 12));
        return random.Next(6) switch
        {
            0 => text.Remove(start, end - start),
            1 => text.Insert(start, text[start..end]),
            2 => text.Insert(start, Any(Pieces)),
            3 => text.Insert(start, Slice(Any(corpus))),
            4 => text[..start] + Any(Pieces) + text[end..],
            // Depth: the rest stands many times inside of itself.
            _ when random.Next(50) == 0 && start < end => text[..start] + string.Concat(Enumerable.Repeat(text[start..end], random.Next(2, 200))) + text[end..],
            _ => text[..start] + (char)random.Next(0x20, 0x7f) + text[end..],
        };
    }

    private string Slice(string text)
    {
        var start = random.Next(text.Length + 1);
        return text[start..random.Next(start, text.Length + 1)];
    }

    private string Any(IReadOnlyList<string> texts) => texts[random.Next(texts.Count)];
}
