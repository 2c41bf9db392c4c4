using System.Buffers;
using System.Globalization;
using ExtensibleWebhooks.Engine.Buffers;

namespace ExtensibleWebhooks.Engine.Text;

/// <summary>
/// Strings exactly as JSON.stringify writes them (ECMA-262 QuoteJSONString): the short escapes, \u00xx in lower case for the other control characters,
/// \udxxx for lone surrogates, and everything else raw. System.Text.Json's encoders escape emoji, U+2028 and U+007F as well, which breaks receivers that
/// verify a signature over the body that they have parsed and written again.
/// </summary>
internal static class JsonText
{
    /// <summary>Control characters, quote, backslash and the first byte of lone surrogates.</summary>
    private static readonly SearchValues<byte> NeedsCare =
        SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(value => (byte)value), (byte)'"', (byte)'\\', Wtf8.SurrogateLead]);

    /// <summary>In quotes.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="text">WTF-8.</param>
    public static void WriteString(ByteBuffer output, ReadOnlySpan<byte> text)
    {
        output.Append((byte)'"');
        while (text.IndexOfAny(NeedsCare) is var clean and >= 0)
        {
            output.Append(text[..clean]);
            text = text[(clean + WriteSpecial(output, text[clean..]))..];
        }

        output.Append(text);
        output.Append((byte)'"');
    }

    /// <summary>The text with its quotes, for what is written often.</summary>
    public static byte[] Quote(ReadOnlySpan<byte> text)
    {
        using var output = new ByteBuffer();
        WriteString(output, text);
        return output.Written.ToArray();
    }

    /// <summary>Writes what stands at the start; returns how many bytes of it that was.</summary>
    private static int WriteSpecial(ByteBuffer output, ReadOnlySpan<byte> text)
    {
        switch (text[0])
        {
            case (byte)'"':
                output.Append("\\\""u8);
                return 1;
            case (byte)'\\':
                output.Append("\\\\"u8);
                return 1;
            case (byte)'\b':
                output.Append("\\b"u8);
                return 1;
            case (byte)'\f':
                output.Append("\\f"u8);
                return 1;
            case (byte)'\n':
                output.Append("\\n"u8);
                return 1;
            case (byte)'\r':
                output.Append("\\r"u8);
                return 1;
            case (byte)'\t':
                output.Append("\\t"u8);
                return 1;
            case Wtf8.SurrogateLead:
                return WriteAfterSurrogateLead(output, text);
            default:
                WriteUnicodeEscape(output, text[0]);
                return 1;
        }
    }

    private static int WriteAfterSurrogateLead(ByteBuffer output, ReadOnlySpan<byte> text)
    {
        if (!Wtf8.StartsWithSurrogate(text))
        {
            output.Append(text[0]);
            return 1;
        }

        var unit = Wtf8.ReadSurrogate(text);
        var rest = text[Wtf8.SurrogateLength..];
        if (char.IsHighSurrogate(unit) && Wtf8.StartsWithSurrogate(rest) && Wtf8.ReadSurrogate(rest) is var low && char.IsLowSurrogate(low))
        {
            // Two halves that met when texts were joined are a character again.
            output.Advance(new System.Text.Rune(unit, low).EncodeToUtf8(output.GetSpan(4)));
            return 2 * Wtf8.SurrogateLength;
        }

        WriteUnicodeEscape(output, unit);
        return Wtf8.SurrogateLength;
    }

    private static void WriteUnicodeEscape(ByteBuffer output, int unit)
    {
        output.Append("\\u"u8);
        unit.TryFormat(output.GetSpan(4), out var length, "x4", CultureInfo.InvariantCulture);
        output.Advance(length);
    }
}
