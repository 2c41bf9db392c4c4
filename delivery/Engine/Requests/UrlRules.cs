using System.Buffers;
using System.Text.RegularExpressions;

namespace ExtensibleWebhooks.Engine.Requests;

/// <summary>Which URLs a request may go to, as far as their text says it; where they lead is the sender's egress policy.</summary>
internal static partial class UrlRules
{
    /// <summary>Characters.</summary>
    public const int MaxLength = 8 * 1024;

    /// <summary>RFC 3986, appendix A: unreserved, reserved, and the sign of what is percent-encoded.</summary>
    private static readonly SearchValues<char> Legal =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/?#[]@!$&'()*+,;=%");

    /// <summary>Null with a message: it is none.</summary>
    public static (Uri? Url, string? Problem) Parse(string text)
    {
        if (text.Length > MaxLength)
        {
            return (null, $"The URL has {text.Length} characters; at most {MaxLength} are supported.");
        }

        var illegal = text.AsSpan().IndexOfAnyExcept(Legal);
        if (illegal >= 0)
        {
            return (null, $"The URL has the character U+{(int)text[illegal]:X4}, which must be percent-encoded.");
        }

        if (text.Count('#') > 1)
        {
            return (null, "The URL has a second #, which must be percent-encoded as %23.");
        }

        if (StrayPercent().IsMatch(text))
        {
            return (null, "The URL has a % that is not followed by two hexadecimal digits; a % itself is written %25.");
        }

        if (!Start().IsMatch(text) || !Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Host.Length == 0)
        {
            return (null, $"Expected an absolute http or https URL such as https://api.example.com/orders, found {Shown(text)}.");
        }

        return (url, null);
    }

    /// <summary>Up to the path. Without it, .NET and browsers find a host in texts that have none, each another one.</summary>
    [GeneratedRegex(@"^https?://([^/?#@]*@)?(\[[0-9A-Fa-f:.]+\]|[^/?#@:\[\]]+)(:[0-9]*)?([/?#]|\z)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Start();

    [GeneratedRegex("%(?![0-9A-Fa-f]{2})", RegexOptions.CultureInvariant)]
    private static partial Regex StrayPercent();

    /// <summary>Without what may be secret: the query, and what comes before an @.</summary>
    private static string Shown(string text)
    {
        var end = text.AsSpan().IndexOfAny('?', '#');
        var shown = text[..Math.Min(end < 0 ? text.Length : end, 100)];
        return $"\"{shown[(shown.LastIndexOf('@') + 1)..]}\"";
    }
}
