using System.Text;
using ExtensibleWebhooks.Worker.Sending;

namespace ExtensibleWebhooks.Worker.Inspect;

/// <summary>Takes out of a request what may be a secret before a person sees it: a mapping may set an Authorization header, or a URL with a password, itself.</summary>
internal static class Redaction
{
    /// <param name="target">Of the request.</param>
    /// <param name="own">The header that the destination authenticates with; null where that is Authorization, or nothing.</param>
    public static Dictionary<string, string> Headers(WebhookTarget target, string? own) =>
        target.Headers.ToDictionary(header => header.Key, header => SecretHeaders.Has(header.Key, own) ? SecretHeaders.Redacted : header.Value, StringComparer.OrdinalIgnoreCase);

    /// <summary>Without user and password, and without the values of the query, which often carry a key.</summary>
    public static string Url(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var parsed))
        {
            return url.Length == 0 ? url : SecretHeaders.Redacted;
        }

        var text = new StringBuilder($"{parsed.Scheme}://{parsed.Authority}{parsed.AbsolutePath}");
        var separator = '?';
        foreach (var pair in parsed.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            text.Append(separator).Append(pair.Split('=')[0]).Append('=').Append(SecretHeaders.Redacted);
            separator = '&';
        }

        return text.ToString();
    }
}
