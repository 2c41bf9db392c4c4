using ExtensibleWebhooks.OAuthServer.Faults;
using ExtensibleWebhooks.OAuthServer.Grants;
using ExtensibleWebhooks.Operator.Tests.Manager.Cluster;
using ExtensibleWebhooks.Support;

namespace ExtensibleWebhooks.Operator.Tests.Manager.OAuth;

/// <summary>Leadership moves while refresh tokens that work once are under way. Processes that are killed are in <c>Manager.Processes</c>.</summary>
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

    private async Task ConnectAsync(TestNamespace ns, ConnectBrowser browser)
    {
        await ns.ApplyAsync(OAuthSamples.All(cluster, "AuthorizationCode"));
        await ns.CredentialsAsync("False", "ConnectRequired");
        await browser.ConnectAsync(await ns.ConnectUrlAsync());
        await ns.CredentialsAsync("True", "TokenReady");
    }

    private static Task RefreshedAsync(TestNamespace ns, string? old) =>
        TestNamespace.EventuallyAsync("another access token", async () => await ns.FileAsync("crm-oauth", "accessToken") is { } token && token != old);
}
