using System.Buffers.Text;
using System.Text;

namespace ExtensibleWebhooks.Engine.Functions.Globals;

/// <summary>The encodings of Node.js's Buffer, and those of btoa and atob.</summary>
internal static class TextCodec
{
    private const string Known = "utf8, hex, base64, base64url, latin1 and ascii are known";

    /// <summary>The bytes that a text stands for, or why it stands for none.</summary>
    public static (byte[]? Bytes, string? Problem) ToBytes(string text, string encoding)
    {
        switch (encoding.ToLowerInvariant())
        {
            case "utf8" or "utf-8":
                return (Encoding.UTF8.GetBytes(text), null);
            case "latin1" or "binary" or "ascii":
                return ([.. text.Select(unit => (byte)unit)], null);
            case "hex":
                return (FromHex(text), null);
            case "base64" or "base64url":
                return (FromBase64(text) ?? [], null);
            case "btoa":
                return text.All(unit => unit <= byte.MaxValue) ? ([.. text.Select(unit => (byte)unit)], null) : (null, "btoa: the text has characters outside of Latin-1");
            case "atob":
                return FromBase64(text) is { } bytes ? (bytes, null) : (null, "atob: the text is no Base64");
            default:
                return (null, $"the encoding {encoding} is not known: {Known}");
        }
    }

    /// <summary>Null for an encoding that is not known.</summary>
    public static string? ToText(ReadOnlySpan<byte> bytes, string encoding) => encoding.ToLowerInvariant() switch
    {
        "utf8" or "utf-8" => Encoding.UTF8.GetString(bytes),
        "latin1" or "binary" or "ascii" => Encoding.Latin1.GetString(bytes),
        "hex" => Convert.ToHexStringLower(bytes),
        "base64" => Convert.ToBase64String(bytes),
        "base64url" => Base64Url.EncodeToString(bytes),
        _ => null,
    };

    public static string Unknown(string encoding) => $"the encoding {encoding} is not known: {Known}";

    /// <summary>As Node.js: up to the first pair that is none.</summary>
    private static byte[] FromHex(string text)
    {
        var length = text.TakeWhile(char.IsAsciiHexDigit).Count() & ~1;
        return Convert.FromHexString(text.AsSpan(0, length));
    }

    /// <summary>Of either alphabet, with or without padding, white space left out; null for anything else.</summary>
    private static byte[]? FromBase64(string text)
    {
        var compact = string.Concat(text.Where(unit => !char.IsWhiteSpace(unit))).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        return Base64Url.IsValid(compact) ? Base64Url.DecodeFromChars(compact) : null;
    }
}
