using ExtensibleWebhooks.Browser;
using ExtensibleWebhooks.Credentials.Connect;
using ExtensibleWebhooks.Credentials.Tokens;
using ExtensibleWebhooks.Operator.Tests.Manager.Cluster;
using ExtensibleWebhooks.Operator.Tests.OAuth;

namespace ExtensibleWebhooks.Operator.Tests.Manager.OAuth;

/// <summary>The connect pages as a person sees them, in a real browser that runs no script. An operator of its own: a browser cannot be told that another has taken its place.</summary>
public sealed class BrowserTests(OAuthCluster cluster, BrowserFixture browsers) : IClassFixture<OAuthCluster>, IDisposable
{
    private const string Title = "CRM <of> sales";

    private readonly Screenshots _screenshots = new(TestContext.Current.TestMethod?.MethodName ?? "");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Connect_Pressed_LeadsThroughLoginAndConsentToConnected()
    {
        var ns = await WaitingAsync("browser-connected");
        await using var walk = await WalkAsync();
        var url = await ns.ConnectUrlAsync();

        await walk.OpenAsync(url);
        Assert.Equal($"Connect: {Title}", await walk.HeadingAsync());
        await walk.PressConnectAsync();
        await walk.LogInAsync();
        await walk.AllowAsync();

        Assert.Equal($"Connected: {Title}", await walk.HeadingAsync());
        Assert.DoesNotContain("code=", walk.Page.Url, StringComparison.Ordinal);
        await ns.CredentialsAsync("True", "TokenReady");
        await walk.ReloadAsync();
        Assert.Equal($"Connected: {Title}", await walk.HeadingAsync());

        await walk.PressDisconnectAsync();
        Assert.Equal("Disconnected", await walk.HeadingAsync());
        await ns.CredentialsAsync("False", "ConnectRequired");
    }

    [Fact]
    public async Task Consent_Denied_IsToldWithAWayBack()
    {
        var ns = await WaitingAsync("browser-denied");
        await using var walk = await WalkAsync();

        await walk.OpenAsync(await ns.ConnectUrlAsync());
        await walk.PressConnectAsync();
        await walk.LogInAsync();
        await walk.DenyAsync();

        Assert.Equal("Not connected", await walk.HeadingAsync());
        Assert.Contains("access_denied", await walk.TextAsync(), StringComparison.Ordinal);
        await walk.PressAsync("Try again");
        Assert.Equal($"Connect: {Title}", await walk.HeadingAsync());
    }

    [Fact]
    public async Task Link_ThatEnded_SaysWhereAFreshOneIs()
    {
        var ns = await WaitingAsync("browser-ended");
        await using var walk = await WalkAsync();

        await walk.OpenAsync(new Uri(cluster.Pages, $"/oauth/connect?link={await EndedLinkAsync(ns)}"));

        Assert.Equal("This link does not work", await walk.HeadingAsync());
        Assert.Contains("has ended", await walk.TextAsync(), StringComparison.Ordinal);
        Assert.Contains("status.credentials.connectUrl", await walk.TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Callback_WithAnotherState_IsRefusedAndTheConnectionStillWaits()
    {
        var ns = await WaitingAsync("browser-tampered");
        await using var walk = await WalkAsync();
        await walk.OpenAsync(await ns.ConnectUrlAsync());
        await walk.PressConnectAsync();

        await walk.OpenAsync(new Uri(cluster.Pages, "/oauth/callback?code=stolen&state=eyJuIjoieCJ9.AAAA"));

        Assert.Equal("Not connected", await walk.HeadingAsync());
        await ns.CredentialsAsync("False", "ConnectRequired");
    }

    [Theory]
    [InlineData(320)]
    [InlineData(390)]
    [InlineData(1400)]
    public async Task Page_InAWindowOfAnyWidth_FitsIntoIt(int width)
    {
        var ns = await WaitingAsync($"browser-{width}");
        await using var walk = await WalkAsync(width);

        await walk.OpenAsync(await ns.ConnectUrlAsync());

        var box = await walk.Page.Locator("main").BoundingBoxAsync();
        Assert.NotNull(box);
        Assert.InRange(box.X, 0, width);
        Assert.InRange(box.X + box.Width, 0, width);
    }

    public void Dispose() => _screenshots.Dispose();

    private async Task<TestNamespace> WaitingAsync(string name)
    {
        var ns = await cluster.NewNamespaceAsync(name);
        await ns.ApplyAsync(OAuthSamples.All(cluster, "AuthorizationCode"));
        await ns.CredentialsAsync("False", "ConnectRequired");
        return ns;
    }

    private Task<ConnectWalk> WalkAsync(int width = 1000) => browsers.WalkAsync(_screenshots, width);

    /// <summary>As the operator would have made it more than a day ago.</summary>
    private async Task<string> EndedLinkAsync(TestNamespace ns)
    {
        var secret = await cluster.Kubectl.GetAsync(["secret", "extensible-webhooks-oauth", "-n", OperatorCluster.OperatorNamespace], Cancelled);
        var key = Convert.FromBase64String((string?)secret?["data"]?["key"] ?? "");
        var uid = (string?)(await ns.GetAsync("webhookdestination", "crm"))?["metadata"]?["uid"] ?? "";
        var link = new ConnectLink(new ConnectSigner(key));
        return link.Make(new CredentialKey(ns.Name, "crm", uid), TimeProvider.System.GetUtcNow() - ConnectLink.Life);
    }
}
