using System.Web;
using ExtensibleWebhooks.Browser;

namespace ExtensibleWebhooks.Operator.Tests.OAuth;

/// <summary>A real browser walks the test server's own login and consent.</summary>
public sealed class ProviderPagesTests(BrowserFixture browsers) : IAsyncLifetime
{
    private readonly Screenshots _screenshots = new(TestContext.Current.TestMethod?.MethodName ?? "");
    private Provider _provider = null!; // by InitializeAsync

    public async ValueTask InitializeAsync() => _provider = await Provider.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _provider.DisposeAsync();
        _screenshots.Dispose();
    }

    [Fact]
    public async Task Consent_AllowedInABrowser_SendsItBackWithACodeThatIsExchanged()
    {
        await using var walk = await WalkToConsentAsync();

        await walk.AllowAsync();

        var code = HttpUtility.ParseQueryString(new Uri(walk.Page.Url).Query)["code"];
        Assert.False((await _provider.ExchangeAsync(code ?? "", "verifier", _provider.Landing)).IsError);
    }

    [Fact]
    public async Task Consent_DeniedInABrowser_SendsItBackWithAccessDenied()
    {
        await using var walk = await WalkToConsentAsync();

        await walk.DenyAsync();

        Assert.Equal("access_denied", HttpUtility.ParseQueryString(new Uri(walk.Page.Url).Query)["error"]);
    }

    private async Task<ConnectWalk> WalkToConsentAsync()
    {
        var walk = await browsers.WalkAsync(_screenshots);
        await walk.OpenAsync(_provider.AuthorizeUrl("verifier", _provider.Landing));
        await walk.LogInAsync(password: "wrong");
        Assert.Contains("wrong", await walk.TextAsync(), StringComparison.Ordinal);
        await walk.LogInAsync();
        Assert.Equal("Allow Extensible Webhooks?", await walk.HeadingAsync());
        return walk;
    }
}
