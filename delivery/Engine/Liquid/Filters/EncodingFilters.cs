using System.Security.Cryptography;
using System.Text;

namespace ExtensibleWebhooks.Engine.Liquid.Filters;

/// <summary>base64_encode, base64_decode, sha256, hmac_sha256, over UTF-8; half a character counts as U+FFFD.</summary>
internal static class EncodingFilters
{
    public static IEnumerable<KeyValuePair<string, LiquidFilter>> All =>
    [
        new("base64_encode", TextFilter.Of(text => Convert.ToBase64String(Encoding.UTF8.GetBytes(text)))),
        new("base64_decode", TextFilter.Of(text => Encoding.UTF8.GetString(DecodeBase64(text)))),
        new("sha256", TextFilter.Of(text => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))))),
        new("hmac_sha256", TextFilter.Of((text, arguments, scope) =>
            Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(arguments.Text(0, scope)), Encoding.UTF8.GetBytes(text))))),
    ];

    /// <summary>As Node's Buffer: the URL alphabet too, what is in neither is passed over, and = ends it.</summary>
    private static byte[] DecodeBase64(string text)
    {
        var bytes = new List<byte>(text.Length);
        var (bits, count) = (0, 0);
        foreach (var character in text.TakeWhile(character => character != '='))
        {
            if (ValueOf(character) is not { } value)
            {
                continue;
            }

            bits = (bits << 6) | value;
            count += 6;
            if (count >= 8)
            {
                count -= 8;
                bytes.Add((byte)(bits >> count));
            }
        }

        return [.. bytes];
    }

    private static int? ValueOf(char character) => character switch
    {
        >= 'A' and <= 'Z' => character - 'A',
        >= 'a' and <= 'z' => character - 'a' + 26,
        >= '0' and <= '9' => character - '0' + 52,
        '+' or '-' => 62,
        '/' or '_' => 63,
        _ => null,
    };
}
