using System.Net;

namespace ExtensibleWebhooks.Operator.Tests.Manager.OAuth;

/// <summary>What is shown to the world is the connect pages, guarded, and nothing else of the operator.</summary>
[Collection(nameof(OAuthCollection))]
public sealed class ConnectPortTests(OAuthCluster cluster)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/metrics")]
    [InlineData("/healthz")]
    [InlineData("/readyz")]
    [InlineData("/validate")]
    [InlineData("/")]
    [InlineData("/oauth")]
    [InlineData("/oauth/connect/")]
    public async Task Path_OfAnythingElse_IsNotThere(string path)
    {
        using var browser = new ConnectBrowser(cluster);
        cluster.SkipWhereMissing();

        var (response, page) = await browser.GetAsync(new Uri(cluster.Pages, path));

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.DoesNotContain("controller_runtime", page, StringComparison.Ordinal);
        AssertGuarded(response);
    }

    [Fact]
    public async Task Metrics_ByAHostHeaderOfTheOtherPort_AreNotThere()
    {
        cluster.SkipWhereMissing();
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(cluster.Pages, "/metrics"));
        request.Headers.Host = "localhost:8080";

        Assert.Equal(HttpStatusCode.NotFound, (await http.SendAsync(request, Cancelled)).StatusCode);
        Assert.Equal(404, (await cluster.Operator.GetAsync("/oauth/connect", Cancelled)).Status);
    }

    [Theory]
    [InlineData("/oauth/connect")]
    [InlineData("/oauth/connect?link=nonsense")]
    [InlineData("/oauth/connect?link=a.b&link=c.d")]
    [InlineData("/oauth/start?link=eyJ9.AAAA")]
    [InlineData("/oauth/callback")]
    [InlineData("/oauth/callback?state=x&code=y")]
    [InlineData("/oauth/callback?error=%3Cscript%3Ealert(1)%3C/script%3E&state=x")]
    public async Task Request_WithoutAGoodSignature_IsRefusedAndRepeatsNothing(string path)
    {
        using var browser = new ConnectBrowser(cluster);
        cluster.SkipWhereMissing();

        var (response, page) = await browser.GetAsync(new Uri(cluster.Pages, path));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.DoesNotContain("script", page, StringComparison.OrdinalIgnoreCase);
        AssertGuarded(response);
    }

    [Fact]
    public async Task Input_BeyondItsBounds_IsRefused()
    {
        using var browser = new ConnectBrowser(cluster);
        using var http = new HttpClient();
        cluster.SkipWhereMissing();
        using var large = new FormUrlEncodedContent([new("link", new string('a', 100_000))]);
        using var json = new StringContent("{}");

        Assert.Equal(HttpStatusCode.BadRequest, (await browser.GetAsync(new Uri(cluster.Pages, $"/oauth/connect?link={new string('a', 5000)}"))).Response.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await http.PostAsync(new Uri(cluster.Pages, "/oauth/disconnect"), large, Cancelled)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await http.PostAsync(new Uri(cluster.Pages, "/oauth/disconnect"), json, Cancelled)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await http.PostAsync(new Uri(cluster.Pages, "/oauth/connect"), null, Cancelled)).StatusCode);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await http.DeleteAsync(new Uri(cluster.Pages, "/oauth/connect"), Cancelled)).StatusCode);
    }

    [Fact]
    public async Task Requests_TooManyAtOnce_AreBounded()
    {
        cluster.SkipWhereMissing();
        var (second, pages) = await cluster.StartBesideAsync();
        await using var stopped = second;
        using var http = new HttpClient();

        var answers = await Task.WhenAll(Enumerable.Range(0, 400).Select(_ => http.GetAsync(new Uri(pages, "/oauth/none"), Cancelled)));

        Assert.Contains(answers, answer => answer.StatusCode == HttpStatusCode.TooManyRequests);
        Assert.Contains(answers, answer => answer.StatusCode == HttpStatusCode.NotFound);
    }

    private static void AssertGuarded(HttpResponseMessage response)
    {
        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none'; style-src 'sha256-", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
        Assert.Equal("no-referrer", Assert.Single(response.Headers.GetValues("Referrer-Policy")));
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("DENY", Assert.Single(response.Headers.GetValues("X-Frame-Options")));
        Assert.False(response.Headers.Contains("Server"));
    }
}
