using System.Net;
using System.Text.RegularExpressions;
using ExtensibleWebhooks.OAuthServer.Users;

namespace ExtensibleWebhooks.Operator.Tests.Manager.OAuth;

/// <summary>A person's browser at the connect pages: keeps cookies, and does not go to the provider by itself.</summary>
internal sealed partial class ConnectBrowser(OAuthCluster cluster) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() });

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>The page; from a callback that ended well on to the destination's.</summary>
    public async Task<(HttpResponseMessage Response, string Page)> GetAsync(Uri url)
    {
        var response = await _http.GetAsync(cluster.Behind(url), Cancelled);
        if (response is { StatusCode: HttpStatusCode.SeeOther, Headers.Location: { } location })
        {
            response = await _http.GetAsync(cluster.Behind(new Uri(url, location)), Cancelled);
        }

        return (response, await response.Content.ReadAsStringAsync(Cancelled));
    }

    /// <summary>Presses Connect on the page, up to the provider's own page.</summary>
    public async Task<Uri> StartAsync(Uri connectUrl)
    {
        var (_, page) = await GetAsync(connectUrl);
        var start = WebUtility.HtmlDecode(StartLink().Match(page).Groups["href"].Value);
        Assert.NotEmpty(start);
        var (response, _) = await GetAsync(new Uri(connectUrl, start));
        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        return response.Headers.Location ?? throw new InvalidOperationException("no way to the provider");
    }

    /// <summary>Presses Connect, logs in at the provider, answers its question, and returns where it sends the browser.</summary>
    public async Task<Uri> AnswerAsync(Uri connectUrl, bool allow = true)
    {
        using var provider = new UserAgent();
        return await provider.AuthorizeAsync(await StartAsync(connectUrl), allow, Cancelled);
    }

    /// <summary>All of it, to the page at the end.</summary>
    public async Task<(HttpResponseMessage Response, string Page)> ConnectAsync(Uri connectUrl, bool allow = true) => await GetAsync(await AnswerAsync(connectUrl, allow));

    /// <summary>Presses Disconnect on the page.</summary>
    public async Task<(HttpResponseMessage Response, string Page)> DisconnectAsync(Uri connectUrl)
    {
        var (_, page) = await GetAsync(connectUrl);
        var link = WebUtility.HtmlDecode(LinkField().Match(page).Groups["link"].Value);
        using var form = new FormUrlEncodedContent([new("link", link)]);
        var response = await _http.PostAsync(cluster.Behind(new Uri(connectUrl, "/oauth/disconnect")), form, Cancelled);
        return (response, await response.Content.ReadAsStringAsync(Cancelled));
    }

    public void Dispose() => _http.Dispose();

    [GeneratedRegex("href=\"(?<href>/oauth/start[^\"]*)\"")]
    private static partial Regex StartLink();

    [GeneratedRegex("name=\"link\" value=\"(?<link>[^\"]*)\"")]
    private static partial Regex LinkField();
}
