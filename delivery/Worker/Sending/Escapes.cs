using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Unicode;

namespace ExtensibleWebhooks.Worker.Sending;

/// <summary>One way of writing characters as something else: where an escape begins, and what stands for it. None is longer decoded than it was.</summary>
/// <param name="Begins">The bytes that an escape may begin with.</param>
/// <param name="Decode">Of a text that begins with one of them.</param>
internal sealed record Escapes(SearchValues<byte> Begins, Escapes.Decoder Decode)
{
    /// <summary>The text ends within the escape.</summary>
    public const int Cut = -1;

    /// <summary><c>&amp;thetasym;</c>, the longest name, and <c>&amp;#x0010FFFF;</c>.</summary>
    private const int LongestEntity = 12;

    private static readonly SearchValues<byte> Entity = SearchValues.Create("#0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    public static readonly IReadOnlyList<Escapes> All =
    [
        new(SearchValues.Create("\\"u8), Backslash),
        new(SearchValues.Create("%"u8), Percent),
        new(SearchValues.Create("%+"u8), Form),
        new(SearchValues.Create("&"u8), Markup),
    ];

    /// <returns>How many bytes of the text the escape takes: 0 when it is none, <see cref="Cut"/> when it may be one.</returns>
    /// <param name="text">From where the escape may begin.</param>
    /// <param name="decoded">What stands for it is written here.</param>
    /// <param name="written">How many bytes of that.</param>
    public delegate int Decoder(ReadOnlySpan<byte> text, Span<byte> decoded, out int written);

    /// <summary>JSON's, and those of the languages that resemble it: <c>\/</c>, <c>\u002B</c>, <c>\x2b</c>.</summary>
    private static int Backslash(ReadOnlySpan<byte> text, Span<byte> decoded, out int written)
    {
        written = 0;
        if (text.Length == 1)
        {
            return Cut;
        }

        if (text[1] == 'u')
        {
            return CodeUnits(text, decoded, out written);
        }

        if (text[1] == 'x')
        {
            var length = Hex(text, 2, 2, out var code);
            return length <= 0 ? length : Byte((byte)code, length, decoded, out written);
        }

        return text[1] switch
        {
            (byte)'b' => Byte((byte)'\b', 2, decoded, out written),
            (byte)'f' => Byte((byte)'\f', 2, decoded, out written),
            (byte)'n' => Byte((byte)'\n', 2, decoded, out written),
            (byte)'r' => Byte((byte)'\r', 2, decoded, out written),
            (byte)'t' => Byte((byte)'\t', 2, decoded, out written),
            var other => char.IsAsciiLetterOrDigit((char)other) ? 0 : Byte(other, 2, decoded, out written),
        };
    }

    /// <summary><c>\u002B</c>, and two of them for what UTF-16 has in two.</summary>
    private static int CodeUnits(ReadOnlySpan<byte> text, Span<byte> decoded, out int written)
    {
        written = 0;
        var length = Hex(text, 2, 4, out var first);
        if (length <= 0)
        {
            return length;
        }

        Span<char> units = [(char)first, '\0'];
        var count = 1;
        if (char.IsHighSurrogate(units[0]))
        {
            var rest = text[length..];
            if (rest.Length < 2 && (rest.IsEmpty || rest[0] == '\\'))
            {
                return Cut;
            }

            var second = 0;
            var more = rest.StartsWith("\\u"u8) ? Hex(rest, 2, 4, out second) : 0;
            if (more == Cut)
            {
                return Cut;
            }

            (units[1], count, length) = more > 0 && char.IsLowSurrogate((char)second) ? ((char)second, 2, length + more) : ('\0', 1, length);
        }

        Utf8.FromUtf16(units[..count], decoded, out _, out written);
        return length;
    }

    private static int Percent(ReadOnlySpan<byte> text, Span<byte> decoded, out int written)
    {
        written = 0;
        var length = Hex(text, 1, 2, out var code);
        return length <= 0 ? length : Byte((byte)code, length, decoded, out written);
    }

    /// <summary>Of a form, and of many a query.</summary>
    private static int Form(ReadOnlySpan<byte> text, Span<byte> decoded, out int written) =>
        text[0] == '+' ? Byte((byte)' ', 1, decoded, out written) : Percent(text, decoded, out written);

    /// <summary>HTML's and XML's: <c>&amp;#x2B;</c>, <c>&amp;#43;</c>, <c>&amp;quot;</c>.</summary>
    private static int Markup(ReadOnlySpan<byte> text, Span<byte> decoded, out int written)
    {
        written = 0;
        var start = text[..Math.Min(text.Length, LongestEntity)];
        var end = start[1..].IndexOfAnyExcept(Entity) + 1;
        if (end == 0)
        {
            return text.Length < LongestEntity ? Cut : 0;
        }

        if (start[end] != ';')
        {
            return 0;
        }

        var entity = Encoding.ASCII.GetString(start[..(end + 1)]);
        var character = WebUtility.HtmlDecode(entity);
        return character == entity || !Encoding.UTF8.TryGetBytes(character, decoded, out written) ? 0 : entity.Length;
    }

    private static int Byte(byte value, int length, Span<byte> decoded, out int written)
    {
        decoded[0] = value;
        written = 1;
        return length;
    }

    /// <summary>So many hexadecimal digits from a place on.</summary>
    private static int Hex(ReadOnlySpan<byte> text, int start, int digits, out int code)
    {
        var present = text[start..Math.Min(text.Length, start + digits)];
        foreach (var digit in present)
        {
            if (!char.IsAsciiHexDigit((char)digit))
            {
                code = 0;
                return 0;
            }
        }

        code = 0;
        return present.Length < digits ? Cut
            : int.TryParse(present, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out code) ? start + digits : 0;
    }
}
