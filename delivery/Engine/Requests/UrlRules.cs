namespace ExtensibleWebhooks.Engine.Requests;

/// <summary>Which URLs a request may go to, as far as their text says it; where they lead is the sender's egress policy.</summary>
internal static class UrlRules
{
    /// <summary>Characters.</summary>
    public const int MaxLength = 8 * 1024;

    /// <summary>Null with a message: it is none.</summary>
    public static (Uri? Url, string? Problem) Parse(string text)
    {
        if (text.Length > MaxLength)
        {
            return (null, $"The URL has {text.Length} characters; at most {MaxLength} are supported.");
        }

        foreach (var character in text)
        {
            if (character is <= ' ' or > '~')
            {
                return (null, $"The URL has the character U+{(int)character:X4}; spaces and characters beyond ASCII must be percent-encoded.");
            }
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps) || url.Host.Length == 0)
        {
            return (null, $"Expected an absolute http or https URL such as https://api.example.com/orders, found {Shown(text)}.");
        }

        return (url, null);
    }

    /// <summary>Without what may be secret: the query, and what comes before an @.</summary>
    private static string Shown(string text)
    {
        var end = text.AsSpan().IndexOfAny('?', '#');
        var shown = text[..Math.Min(end < 0 ? text.Length : end, 100)];
        return $"\"{shown[(shown.LastIndexOf('@') + 1)..]}\"";
    }
}
