using System.Net;
using System.Text.RegularExpressions;

namespace ExtensibleWebhooks.OAuthServer.Users;

/// <summary>A browser without eyes: keeps cookies, follows redirects until they leave the provider, and fills its forms in.</summary>
public sealed partial class UserAgent : IDisposable
{
    private readonly HttpClient _client;

    /// <param name="handler">New, with what certificates it trusts; disposed of with this. null: as the machine does.</param>
    public UserAgent(SocketsHttpHandler? handler = null)
    {
        handler ??= new SocketsHttpHandler();
        handler.AllowAutoRedirect = false;
        handler.CookieContainer = new CookieContainer();
        _client = new HttpClient(handler);
    }

    /// <summary>Logs in, answers the consent page, and returns the address that the provider sends the browser back to.</summary>
    public async Task<Uri> AuthorizeAsync(Uri authorizeUrl, bool allow, CancellationToken cancellationToken)
    {
        var (login, loginAt) = await FollowAsync(new HttpRequestMessage(HttpMethod.Get, authorizeUrl), authorizeUrl, cancellationToken);
        var (consent, consentAt) = await SubmitAsync(login, loginAt, [("username", TestUser.Name), ("password", TestUser.Password)], cancellationToken);
        var (_, back) = await SubmitAsync(consent, consentAt, [("decision", allow ? "allow" : "deny")], cancellationToken);
        return back;
    }

    /// <summary>The page of an address, redirects within the provider followed.</summary>
    public async Task<string> PageAsync(Uri address, CancellationToken cancellationToken) =>
        (await FollowAsync(new HttpRequestMessage(HttpMethod.Get, address), address, cancellationToken)).Page;

    public void Dispose() => _client.Dispose();

    private Task<(string Page, Uri At)> SubmitAsync(string page, Uri at, IEnumerable<(string Name, string Value)> values, CancellationToken cancellationToken)
    {
        var hidden = HiddenInput().Matches(page).Select(match => (WebUtility.HtmlDecode(match.Groups["name"].Value), WebUtility.HtmlDecode(match.Groups["value"].Value)));
        var action = new Uri(at, FormAction().Match(page).Groups["action"].Value);
        var fields = hidden.Concat(values).Select(field => KeyValuePair.Create(field.Item1, field.Item2));
        return FollowAsync(new HttpRequestMessage(HttpMethod.Post, action) { Content = new FormUrlEncodedContent(fields) }, at, cancellationToken);
    }

    private async Task<(string Page, Uri At)> FollowAsync(HttpRequestMessage request, Uri provider, CancellationToken cancellationToken)
    {
        using var sent = request;
        using var response = await _client.SendAsync(request, cancellationToken);
        var at = request.RequestUri ?? provider;
        if (response.Headers.Location is not { } location)
        {
            return (await response.Content.ReadAsStringAsync(cancellationToken), at);
        }

        var next = new Uri(at, location);
        return next.Authority == provider.Authority
            ? await FollowAsync(new HttpRequestMessage(HttpMethod.Get, next), provider, cancellationToken)
            : ("", next);
    }

    [GeneratedRegex("<input type=\"hidden\" name=\"(?<name>[^\"]*)\" value=\"(?<value>[^\"]*)\">")]
    private static partial Regex HiddenInput();

    [GeneratedRegex("<form method=\"post\" action=\"(?<action>[^\"]*)\">")]
    private static partial Regex FormAction();
}
