using System.Buffers;
using System.Globalization;
using System.Text;

namespace ExtensibleWebhooks.Engine.Liquid.Filters;

/// <summary>url_encode, url_decode, cgi_escape, uri_escape, by JavaScript's encodeURIComponent, decodeURIComponent and encodeURI; slugify.</summary>
internal static class UrlFilters
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static readonly SearchValues<char> Component = SearchValues.Create(Letters + "-_.!~*'()");
    private static readonly SearchValues<char> Strict = SearchValues.Create(Letters + "-_.~");
    private static readonly SearchValues<char> Whole = SearchValues.Create(Letters + "-_.!~*'();/?:@&=+$,#[]");

    /// <summary>Not decoded to anything else than characters: %ff and the like are a failure, as in JavaScript.</summary>
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    public static IEnumerable<KeyValuePair<string, LiquidFilter>> All =>
    [
        new("url_encode", TextFilter.Of(text => Encode(text, Component, "url_encode").Replace("%20", "+", StringComparison.Ordinal))),
        new("cgi_escape", TextFilter.Of(text => Encode(text, Strict, "cgi_escape").Replace("%20", "+", StringComparison.Ordinal))),
        new("uri_escape", TextFilter.Of(text => Encode(text, Whole, "uri_escape"))),
        new("url_decode", TextFilter.Of(text => Decode(text).Replace('+', ' '))),
        new("slugify", TextFilter.Of(Slug.Make)),
    ];

    private static string Encode(string text, SearchValues<char> kept, string filter)
    {
        var output = new StringBuilder(text.Length);
        Span<byte> bytes = stackalloc byte[4];
        for (var i = 0; i < text.Length; i++)
        {
            if (kept.Contains(text[i]))
            {
                output.Append(text[i]);
                continue;
            }

            if (!Rune.TryGetRuneAt(text, i, out var rune))
            {
                throw new LiquidFailure($"The filter {filter} cannot take half of a character (U+{(int)text[i]:X4}).");
            }

            foreach (var value in bytes[..rune.EncodeToUtf8(bytes)])
            {
                output.Append(CultureInfo.InvariantCulture, $"%{value:X2}");
            }

            i += rune.Utf16SequenceLength - 1;
        }

        return output.ToString();
    }

    private static string Decode(string text)
    {
        var output = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length;)
        {
            if (text[i] != '%')
            {
                output.Append(text[i++]);
                continue;
            }

            var bytes = new List<byte>();
            while (i < text.Length && text[i] == '%')
            {
                bytes.Add(i + 2 < text.Length && byte.TryParse(text.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) ? value : throw Malformed());
                i += 3;
            }

            output.Append(DecodeUtf8([.. bytes]));
        }

        return output.ToString();
    }

    private static string DecodeUtf8(byte[] bytes)
    {
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw Malformed();
        }
    }

    private static LiquidFailure Malformed() => new("The filter url_decode cannot take the text: after % it needs two hexadecimal digits, and together they have to be UTF-8.");
}
