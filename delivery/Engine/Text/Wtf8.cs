using System.Text;
using ExtensibleWebhooks.Engine.Buffers;

namespace ExtensibleWebhooks.Engine.Text;

/// <summary>
/// The engine's text is WTF-8: UTF-8 in which a surrogate without its partner is three bytes (ED A0..BF xx), as JavaScript strings
/// may hold one and an event with one must pass through unharmed. Source: the WTF-8 encoding, simonsapin.github.io/wtf-8.
/// </summary>
internal static class Wtf8
{
    /// <summary>First byte of U+D000..U+DFFF, and so of every lone surrogate.</summary>
    public const byte SurrogateLead = 0xED;

    /// <summary>Bytes of a lone surrogate.</summary>
    public const int SurrogateLength = 3;

    public static byte[] GetBytes(string text)
    {
        if (!HasLoneSurrogate(text))
        {
            return Encoding.UTF8.GetBytes(text);
        }

        using var buffer = new ByteBuffer();
        Append(text, buffer);
        return buffer.Written.ToArray();
    }

    /// <summary>Appends the text's bytes.</summary>
    public static void Append(ReadOnlySpan<char> text, ByteBuffer buffer)
    {
        if (!HasLoneSurrogate(text))
        {
            buffer.Advance(Encoding.UTF8.GetBytes(text, buffer.GetSpan(Encoding.UTF8.GetByteCount(text))));
            return;
        }

        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && !(i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1])))
            {
                buffer.Advance(WriteUnit(text[i], buffer.GetSpan(SurrogateLength)));
                continue;
            }

            var length = char.IsSurrogate(text[i]) ? 2 : 1;
            buffer.Advance(Encoding.UTF8.GetBytes(text.Slice(i, length), buffer.GetSpan(4)));
            i += length - 1;
        }
    }

    /// <summary>The text as a .NET string, its lone surrogates kept.</summary>
    public static string GetString(ReadOnlySpan<byte> text)
    {
        if (!HasLoneSurrogate(text))
        {
            return Encoding.UTF8.GetString(text);
        }

        var builder = new StringBuilder(text.Length);
        while (!text.IsEmpty)
        {
            var length = NextLoneSurrogate(text);
            builder.Append(Encoding.UTF8.GetString(text[..length]));
            text = text[length..];
            if (!text.IsEmpty)
            {
                builder.Append(ReadSurrogate(text));
                text = text[SurrogateLength..];
            }
        }

        return builder.ToString();
    }

    /// <summary>Is there a lone surrogate at the start?</summary>
    public static bool StartsWithSurrogate(ReadOnlySpan<byte> text) =>
        text.Length >= SurrogateLength && text[0] == SurrogateLead && text[1] >= 0xA0;

    /// <summary>The lone surrogate at the start.</summary>
    public static char ReadSurrogate(ReadOnlySpan<byte> text) => (char)(0xD000 | ((text[1] & 0x3F) << 6) | (text[2] & 0x3F));

    /// <summary>The code point at the start, a lone surrogate included; returns its 1 to 4 bytes.</summary>
    public static int ReadScalar(ReadOnlySpan<byte> text, out int scalar)
    {
        if (Rune.DecodeFromUtf8(text, out var rune, out var length) == System.Buffers.OperationStatus.Done)
        {
            scalar = rune.Value;
            return length;
        }

        scalar = ReadSurrogate(text);
        return SurrogateLength;
    }

    /// <summary>One UTF-16 unit, a lone surrogate included; returns 1 to 3 bytes.</summary>
    public static int WriteUnit(char unit, Span<byte> destination)
    {
        switch (unit)
        {
            case < '\u0080':
                destination[0] = (byte)unit;
                return 1;
            case < '\u0800':
                destination[0] = (byte)(0xC0 | (unit >> 6));
                destination[1] = (byte)(0x80 | (unit & 0x3F));
                return 2;
            default:
                destination[0] = (byte)(0xE0 | (unit >> 12));
                destination[1] = (byte)(0x80 | ((unit >> 6) & 0x3F));
                destination[2] = (byte)(0x80 | (unit & 0x3F));
                return 3;
        }
    }

    private static bool HasLoneSurrogate(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasLoneSurrogate(ReadOnlySpan<byte> text) => NextLoneSurrogate(text) < text.Length;

    private static int NextLoneSurrogate(ReadOnlySpan<byte> text)
    {
        var start = 0;
        while (text[start..].IndexOf(SurrogateLead) is var found and >= 0)
        {
            start += found;
            if (StartsWithSurrogate(text[start..]))
            {
                return start;
            }

            start++;
        }

        return text.Length;
    }
}
