using System.Text.Json.Nodes;
using ExtensibleWebhooks.Crds.WorkerConfigs;
using ExtensibleWebhooks.Credentials.Endpoint;
using ExtensibleWebhooks.OAuthServer.Faults;
using ExtensibleWebhooks.OAuthServer.Grants;
using ExtensibleWebhooks.Operator.Tests.Manager.Cluster;
using ExtensibleWebhooks.Support;

namespace ExtensibleWebhooks.Operator.Tests.Manager.OAuth;

/// <summary>Leadership moves, and processes end, while refresh tokens that work once are under way.</summary>
public sealed class LeadershipTests(OAuthCluster cluster) : IClassFixture<OAuthCluster>
{
    private const int Moves = 3;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Leadership_MovingDuringRefreshes_NeverUsesARefreshTokenTwice()
    {
        var ns = await cluster.NewNamespaceAsync("moving");
        using var browser = new ConnectBrowser(cluster);
        var before = cluster.Provider.Token.Requests.Refreshes.Count;
        cluster.Provider.Lifetimes = new TokenLifetimes { AccessToken = TimeSpan.FromSeconds(4) };
        try
        {
            await ConnectAsync(ns, browser);
            for (var move = 0; move < Moves; move++)
            {
                // The next leader waits behind the one that now has a refresh under way, and takes over while its answer is held.
                var replica = await cluster.StartBesideAsync();
                cluster.Provider.Token.Faults.Next(Fault.AnswerHeld, "refresh_token");
                await Eventually.TrueAsync(() => cluster.Provider.Token.Faults.Holding > 0, "a refresh under way", Cancelled);
                var ending = cluster.ReplaceAsync(replica);
                cluster.Provider.Token.Faults.Release();
                await ending;
                await RefreshedAsync(ns, await ns.FileAsync("crm-oauth", "accessToken"));
            }

            var refreshes = cluster.Provider.Token.Requests.Refreshes.Skip(before).ToList();
            Assert.True(refreshes.Count > Moves);
            Assert.Equal(refreshes.Count, refreshes.Select(request => request.TokenFingerprint).Distinct().Count());
            await ns.CredentialsAsync("True", "TokenReady");
        }
        finally
        {
            cluster.Provider.Token.Faults.Clear();
            cluster.Provider.Lifetimes = new TokenLifetimes();
        }
    }

    [Fact]
    public async Task Leadership_LostDuringARefresh_KeepsItsTokensForTheNext()
    {
        var ns = await cluster.NewNamespaceAsync("lost");
        using var browser = new ConnectBrowser(cluster);
        var exitCode = Environment.ExitCode;
        var before = cluster.Provider.Token.Requests.Refreshes.Count;
        cluster.Provider.Lifetimes = new TokenLifetimes { AccessToken = TimeSpan.FromSeconds(4) };
        try
        {
            await ConnectAsync(ns, browser);
            var replica = await cluster.StartBesideAsync();
            cluster.Provider.Token.Faults.Next(Fault.AnswerHeld, "refresh_token");
            await Eventually.TrueAsync(() => cluster.Provider.Token.Faults.Holding > 0, "a refresh under way", Cancelled);
            var old = await ns.FileAsync("crm-oauth", "accessToken");
            var former = cluster.Operator;

            await cluster.Kubectl.RunAsync(
                ["-n", OperatorCluster.OperatorNamespace, "patch", "lease", "extensible-webhooks", "--type=merge", "-p", """{"spec":{"holderIdentity":"thief"}}"""], Cancelled);
            await Eventually.TrueAsync(() => former.Ended.IsCancellationRequested, "the former leader to end", Cancelled);
            cluster.Provider.Token.Faults.Release();
            await cluster.ReplaceAsync(replica);

            await RefreshedAsync(ns, old);
            await RefreshedAsync(ns, await ns.FileAsync("crm-oauth", "accessToken"));
            var refreshes = cluster.Provider.Token.Requests.Refreshes.Skip(before).ToList();
            Assert.Equal(refreshes.Count, refreshes.Select(request => request.TokenFingerprint).Distinct().Count());
            await ns.CredentialsAsync("True", "TokenReady");
        }
        finally
        {
            cluster.Provider.Token.Faults.Clear();
            cluster.Provider.Lifetimes = new TokenLifetimes();
            Environment.ExitCode = exitCode;
        }
    }

    [Fact]
    public async Task Process_KilledBeforeItsRefreshWasHeard_IsFollowedByOneMoreTry()
    {
        var ns = await cluster.NewNamespaceAsync("killed-before");
        using var browser = new ConnectBrowser(cluster);
        await ConnectAsync(ns, browser);
        var token = await ns.FileAsync("crm-oauth", "accessToken");

        await LeaveMarkAsync(ns);

        await RefreshedAsync(ns, token);
        await ns.CredentialsAsync("True", "TokenReady");
        Assert.Null(await ns.FileAsync("crm-oauth", "refreshing"));
    }

    [Fact]
    public async Task Process_KilledBetweenExchangeAndStore_IsNeverSilent()
    {
        var ns = await cluster.NewNamespaceAsync("killed-between");
        using var browser = new ConnectBrowser(cluster);
        await ConnectAsync(ns, browser);

        // What the dead process did: the provider has redeemed the refresh token, and nobody has the answer.
        var refreshToken = await ns.FileAsync("crm-oauth", "refreshToken") ?? "";
        using var http = new HttpClient();
        using var form = new FormUrlEncodedContent(
        [
            new("grant_type", "refresh_token"), new("refresh_token", refreshToken), new("client_id", OAuthCluster.ClientId), new("client_secret", OAuthCluster.ClientSecret),
        ]);
        using var lost = await http.PostAsync(cluster.At(cluster.Provider.Token.Url), form, Cancelled);
        Assert.True(lost.IsSuccessStatusCode);
        await LeaveMarkAsync(ns);

        var message = await ns.CredentialsAsync("False", "ConnectRequired");
        Assert.Contains("open status.credentials.connectUrl", message, StringComparison.Ordinal);
        await browser.ConnectAsync(await ns.ConnectUrlAsync());
        await ns.CredentialsAsync("True", "TokenReady");
    }

    private async Task ConnectAsync(TestNamespace ns, ConnectBrowser browser)
    {
        await ns.ApplyAsync(OAuthSamples.All(cluster, "AuthorizationCode"));
        await ns.CredentialsAsync("False", "ConnectRequired");
        await browser.ConnectAsync(await ns.ConnectUrlAsync());
        await ns.CredentialsAsync("True", "TokenReady");
    }

    /// <summary>As a process leaves it that ended longer ago than a refresh can take.</summary>
    private static async Task LeaveMarkAsync(TestNamespace ns)
    {
        var fingerprint = TokenFingerprint.Of(await ns.FileAsync("crm-oauth", "refreshToken") ?? "");
        var startedAt = TimeProvider.System.GetUtcNow() - (TokenEndpoint.Timeout * 3);
        var mark = $$"""{"holder":"operator-9_dead","startedAt":"{{startedAt:O}}","refreshToken":"{{fingerprint}}"}""";
        var patch = new JsonObject { ["stringData"] = new JsonObject { ["refreshing"] = mark } };
        await ns.RunAsync("patch", "secret", "crm-oauth", "--type", "merge", "-p", patch.ToJsonString());
    }

    private static Task RefreshedAsync(TestNamespace ns, string? old) =>
        TestNamespace.EventuallyAsync("another access token", async () => await ns.FileAsync("crm-oauth", "accessToken") is { } token && token != old);
}
