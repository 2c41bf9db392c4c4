using ExtensibleWebhooks.Crds.WorkerConfigs;
using ExtensibleWebhooks.OAuthServer.Faults;
using ExtensibleWebhooks.OAuthServer.Grants;
using ExtensibleWebhooks.OAuthServer.Requests;
using ExtensibleWebhooks.Operator.Tests.Manager.Cluster;
using ExtensibleWebhooks.Operator.Tests.Manager.OAuth;
using ExtensibleWebhooks.Support;

namespace ExtensibleWebhooks.Operator.Tests.Manager.Processes;

/// <summary>The operator is killed at each step of a refresh, at a provider whose refresh tokens work once and whose whole grant ends with a second use.</summary>
public sealed class KilledRefreshTests(ProcessCluster cluster) : IClassFixture<ProcessCluster>
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Operator_KilledAfterItsMarkAndBeforeTheRequest_IsMadeUpForByTheNext()
    {
        var ns = await cluster.NewNamespaceAsync("before-request");
        await using var killed = await cluster.StartProcessAsync();
        using var browser = new ConnectBrowser(cluster);
        var mark = cluster.Gate.HoldAnswer(new HeldAnswer($"/api/v1/namespaces/{ns.Name}/secrets/crm-oauth", data => data["refreshing"] is not null));
        await ConnectForSecondsAsync(ns, browser);

        await Eventually.TrueAsync(() => mark.IsHeld, "the mark to be stored", Cancelled);
        await killed.KillAsync(Cancelled);
        var (accessToken, refreshToken) = await StoredAsync(ns);
        Assert.NotNull(await ns.FileAsync("crm-oauth", "refreshing"));
        Assert.Empty(Presented(refreshToken));
        await using var next = await cluster.StartProcessAsync();

        var token = await ns.NewTokenAsync(other: accessToken);
        await ns.CredentialsAsync("True", "TokenReady");
        Assert.Single(Presented(refreshToken));
        Assert.True(await cluster.Provider.IsActiveAsync(token, Cancelled));
        Assert.Null(await ns.FileAsync("crm-oauth", "refreshing"));
    }

    [Fact]
    public async Task Operator_KilledBetweenExchangeAndStore_AsksAPersonToConnect()
    {
        var ns = await cluster.NewNamespaceAsync("before-store");
        await using var killed = await cluster.StartProcessAsync();
        using var browser = new ConnectBrowser(cluster);
        cluster.Provider.Token.Faults.Next(Fault.AnswerHeld, "refresh_token");
        await ConnectForSecondsAsync(ns, browser);

        await Eventually.TrueAsync(() => cluster.Provider.Token.Faults.Holding > 0, "the refresh to be carried out", Cancelled);
        await killed.KillAsync(Cancelled);
        var (_, refreshToken) = await StoredAsync(ns);
        Assert.Equal(200, Assert.Single(Presented(refreshToken)).Status);
        await using var next = await cluster.StartProcessAsync();

        var message = await ns.CredentialsAsync("False", "ConnectRequired");
        Assert.Contains("an earlier refresh ended before its answer was stored", message, StringComparison.Ordinal);
        Assert.Contains("open status.credentials.connectUrl", message, StringComparison.Ordinal);
        await ns.ConditionAsync("webhookdestination", "crm", "Ready", "False", "ConnectRequired");
        await TestNamespace.EventuallyAsync("an event that tells it", async () =>
            (await ns.GetAsync("events"))?.ToJsonString().Contains("an earlier refresh ended before its answer was stored", StringComparison.Ordinal) == true);
        Assert.Equal(["", "invalid_grant"], Presented(refreshToken).Select(request => request.Error ?? ""));
        Assert.Null(await ns.FileAsync("crm-oauth", "refreshToken"));

        var old = await ns.WorkersTokenAsync();
        await browser.ConnectAsync(await ns.ConnectUrlAsync());
        await ns.CredentialsAsync("True", "TokenReady");
        Assert.True(await cluster.Provider.IsActiveAsync(await ns.NewTokenAsync(other: old), Cancelled));
        Assert.Equal(2, Presented(refreshToken).Count);
    }

    [Fact]
    public async Task Operator_KilledRightAfterTheStore_HasItsTokensUsedByTheNext()
    {
        var ns = await cluster.NewNamespaceAsync("after-store");
        await using var killed = await cluster.StartProcessAsync();
        using var browser = new ConnectBrowser(cluster);
        var store = cluster.Gate.HoldAnswer(new HeldAnswer(
            $"/api/v1/namespaces/{ns.Name}/secrets/crm-oauth", data => data["refreshToken"] is not null && data["refreshing"] is null));
        await ConnectForSecondsAsync(ns, browser);

        await Eventually.TrueAsync(() => store.IsHeld, "the new tokens to be stored", Cancelled);
        await killed.KillAsync(Cancelled);
        var (accessToken, refreshToken) = await StoredAsync(ns);
        var refresh = Assert.Single(cluster.Provider.Token.Requests.Refreshes, request => request.IssuedRefreshToken == refreshToken);
        await using var next = await cluster.StartProcessAsync();

        Assert.Equal(accessToken, await ns.NewTokenAsync());
        await ns.CredentialsAsync("True", "TokenReady");
        Assert.Equal(refresh.IssuedAccessToken, accessToken);
        Assert.True(await cluster.Provider.IsActiveAsync(accessToken, Cancelled));
        Assert.Single(cluster.Provider.Token.Requests.Refreshes, request => request.TokenFingerprint == refresh.TokenFingerprint);
        Assert.Empty(Presented(refreshToken));
    }

    /// <summary>A person connects; the token is due within seconds, and those that come after it are good for long.</summary>
    private async Task ConnectForSecondsAsync(TestNamespace ns, ConnectBrowser browser)
    {
        await ns.ApplyAsync(OAuthSamples.All(cluster, "AuthorizationCode"));
        await ns.CredentialsAsync("False", "ConnectRequired");
        cluster.Provider.Lifetimes = new TokenLifetimes { AccessToken = TimeSpan.FromSeconds(6) };
        await browser.ConnectAsync(await ns.ConnectUrlAsync());
        cluster.Provider.Lifetimes = new TokenLifetimes();
    }

    private static async Task<(string AccessToken, string RefreshToken)> StoredAsync(TestNamespace ns) =>
        (await ns.FileAsync("crm-oauth", "accessToken") ?? "", await ns.FileAsync("crm-oauth", "refreshToken") ?? "");

    private IReadOnlyList<EndpointRequest> Presented(string refreshToken) =>
        [.. cluster.Provider.Token.Requests.Refreshes.Where(request => request.TokenFingerprint == TokenFingerprint.Of(refreshToken))];
}
