using System.Text;
using ExtensibleWebhooks.Worker.Sending;

namespace ExtensibleWebhooks.Worker.Inspect;

/// <summary>Takes out of a request what may be a secret before a person sees it: a mapping may set an Authorization header, or a URL with a password, itself.</summary>
internal static class Redaction
{
    private const string Redacted = "<redacted>";

    private static readonly HashSet<string> SecretHeaders = new(StringComparer.OrdinalIgnoreCase)
    {
        "Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie", "X-Api-Key", "Api-Key", "X-Auth-Token", "X-Access-Token", "X-Csrf-Token", "X-Amz-Security-Token",
    };

    public static Dictionary<string, string> Headers(WebhookTarget target) =>
        target.Headers.ToDictionary(header => header.Key, header => SecretHeaders.Contains(header.Key) ? Redacted : header.Value, StringComparer.OrdinalIgnoreCase);

    /// <summary>Without user and password, and without the values of the query, which often carry a key.</summary>
    public static string Url(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var parsed))
        {
            return url.Length == 0 ? url : Redacted;
        }

        var text = new StringBuilder($"{parsed.Scheme}://{parsed.Authority}{parsed.AbsolutePath}");
        var separator = '?';
        foreach (var pair in parsed.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            text.Append(separator).Append(pair.Split('=')[0]).Append('=').Append(Redacted);
            separator = '&';
        }

        return text.ToString();
    }
}
