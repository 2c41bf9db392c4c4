using System.Globalization;
using System.Text;
using ExtensibleWebhooks.Engine.Buffers;
using ExtensibleWebhooks.Engine.Text;

namespace ExtensibleWebhooks.Engine.Events;

/// <summary>The escapes inside of JSON's strings, lone surrogates included.</summary>
internal static class TextEscapes
{
    private const int HexDigits = 4;

    /// <summary>Decodes from <paramref name="position"/>, behind the opening quote, and moves to the closing one; false, and to the place, if the text is not JSON's.</summary>
    /// <param name="source">Valid UTF-8.</param>
    /// <param name="position">See above.</param>
    /// <param name="decoded">Gets the text, WTF-8.</param>
    /// <param name="canonical">No escape but those that JSON.stringify writes. (\u escapes always count as irregular: they are rare, and writing them anew is right.)</param>
    public static bool Decode(ReadOnlySpan<byte> source, ref int position, ByteBuffer decoded, out bool canonical)
    {
        canonical = true;
        while (position < source.Length)
        {
            var run = source[position..];
            var length = run.IndexOfAny((byte)'"', (byte)'\\');
            var control = run[..(length < 0 ? run.Length : length)].IndexOfAnyInRange((byte)0, (byte)0x1F);
            if (control >= 0 || length < 0)
            {
                position += control >= 0 ? control : run.Length;
                return false;
            }

            decoded.Append(run[..length]);
            position += length;
            if (run[length] == '"')
            {
                return true;
            }

            if (!DecodeOne(source, ref position, decoded, ref canonical))
            {
                return false;
            }
        }

        return false;
    }

    private static bool DecodeOne(ReadOnlySpan<byte> source, ref int position, ByteBuffer decoded, ref bool canonical)
    {
        var escape = position + 1 < source.Length ? source[position + 1] : (byte)0;
        if (escape == 'u')
        {
            canonical = false;
            return DecodeUnicode(source, ref position, decoded);
        }

        var meaning = escape switch
        {
            (byte)'b' => '\b',
            (byte)'f' => '\f',
            (byte)'n' => '\n',
            (byte)'r' => '\r',
            (byte)'t' => '\t',
            (byte)'"' or (byte)'\\' or (byte)'/' => (char)escape,
            _ => '\0',
        };
        if (meaning == '\0')
        {
            return false;
        }

        canonical &= escape != '/';
        decoded.Append((byte)meaning);
        position += 2;
        return true;
    }

    private static bool DecodeUnicode(ReadOnlySpan<byte> source, ref int position, ByteBuffer decoded)
    {
        if (!TryReadUnit(source[position..], out var unit))
        {
            return false;
        }

        position += 2 + HexDigits;
        if (char.IsHighSurrogate(unit) && TryReadUnit(source[position..], out var low) && char.IsLowSurrogate(low))
        {
            position += 2 + HexDigits;
            decoded.Advance(new Rune(unit, low).EncodeToUtf8(decoded.GetSpan(4)));
            return true;
        }

        decoded.Advance(Wtf8.WriteUnit(unit, decoded.GetSpan(Wtf8.SurrogateLength)));
        return true;
    }

    private static bool TryReadUnit(ReadOnlySpan<byte> text, out char unit)
    {
        unit = '\0';
        if (text.Length < 2 + HexDigits || text[0] != '\\' || text[1] != 'u'
            || !ushort.TryParse(text.Slice(2, HexDigits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
        {
            return false;
        }

        unit = (char)value;
        return true;
    }
}
