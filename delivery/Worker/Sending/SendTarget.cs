using System.Net.Http.Headers;
using System.Text;
using ExtensibleWebhooks.Egress;
using ExtensibleWebhooks.Worker.Outcomes;

namespace ExtensibleWebhooks.Worker.Sending;

/// <summary>A target, looked at once: most mappings have the same one for every event.</summary>
/// <param name="Target">What the mapping resolved.</param>
/// <param name="Url">Null when nothing may be sent to it.</param>
/// <param name="Error">Why not.</param>
/// <param name="Problem">Why not, in words.</param>
internal sealed record SendTarget(WebhookTarget Target, Uri? Url, SendError Error = SendError.None, string? Problem = null)
{
    /// <summary>Longer ones are refused by most servers.</summary>
    private const int MaxLength = 8192;

    /// <summary>The Authorization header that a user and password in the URL mean; null without them. They themselves are never sent in the URL.</summary>
    public string? UrlAuthorization { get; } = Url is { UserInfo.Length: > 0 } ? BasicOf(Url.UserInfo) : null;

    public static SendTarget Read(WebhookTarget target, EgressPolicy policy)
    {
        var text = target.Url;
        if (text.Length > MaxLength || !Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.Host.Length == 0)
        {
            return new SendTarget(target, null, SendError.InvalidRequest, $"url: it must be an absolute http or https URL of at most {MaxLength} characters");
        }

        return policy.RefuseLiteral(url) is { } refusal ? new SendTarget(target, null, SendError.EgressDenied, refusal) : new SendTarget(target, url);
    }

    private static string BasicOf(string userInfo)
    {
        var pair = Uri.UnescapeDataString(userInfo);
        var bytes = Encoding.UTF8.GetBytes(pair.Contains(':', StringComparison.Ordinal) ? pair : pair + ":");
        return new AuthenticationHeaderValue("Basic", Convert.ToBase64String(bytes)).ToString();
    }
}
