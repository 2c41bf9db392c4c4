using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ExtensibleWebhooks.Worker.Ingest;

/// <summary>Finds and compares the write key: user name of Basic, with or without the colon, or the body's `writeKey`.</summary>
internal static class WriteKeys
{
    private const string Scheme = "Basic ";

    /// <summary>Null when there is no Basic header that can be read, or its name is empty: then the body's key counts.</summary>
    public static string? FromHeader(string? authorization)
    {
        if (authorization is null || !authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var text = authorization.AsSpan(Scheme.Length).Trim();
        var bytes = new byte[text.Length];
        if (!Convert.TryFromBase64Chars(text, bytes, out var written))
        {
            return null;
        }

        var name = bytes.AsSpan(0, written);
        var colon = name.IndexOf((byte)':');
        name = colon < 0 ? name : name[..colon];
        return name.IsEmpty ? null : Encoding.UTF8.GetString(name);
    }

    /// <summary>Null when the request's root has no text of that name.</summary>
    public static string? FromBody(RequestRoot root)
    {
        if (root.Scan[EventMember.WriteKey] is not { IsText: true } key)
        {
            return null;
        }

        var reader = new Utf8JsonReader(key.In(root.Json.Span));
        reader.Read();
        return JsonText.Of(ref reader);
    }

    /// <summary>In a time that does not depend on where they differ.</summary>
    public static bool AreEqual(string? given, string expected) =>
        given is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(expected));
}
