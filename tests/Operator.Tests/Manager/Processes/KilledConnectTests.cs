using System.Net;
using ExtensibleWebhooks.OAuthServer.Faults;
using ExtensibleWebhooks.Operator.Tests.Manager.OAuth;
using ExtensibleWebhooks.Support;

namespace ExtensibleWebhooks.Operator.Tests.Manager.Processes;

/// <summary>The operator is killed while a person connects.</summary>
public sealed class KilledConnectTests(ProcessCluster cluster) : IClassFixture<ProcessCluster>
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Operator_KilledBetweenTheCodesExchangeAndTheStore_AsksToConnectAgain()
    {
        var ns = await cluster.NewNamespaceAsync("code");
        await using var killed = await cluster.StartProcessAsync();
        using var browser = new ConnectBrowser(cluster);
        await ns.ApplyAsync(OAuthSamples.All(cluster, "AuthorizationCode"));
        await ns.CredentialsAsync("False", "ConnectRequired");
        cluster.Provider.Token.Faults.Next(Fault.AnswerHeld, "authorization_code");
        var back = await browser.AnswerAsync(await ns.ConnectUrlAsync());

        var callback = browser.GetAsync(back);
        await Eventually.TrueAsync(() => cluster.Provider.Token.Faults.Holding > 0, "the exchange to be carried out", Cancelled);
        await killed.KillAsync(Cancelled);
        await Assert.ThrowsAsync<HttpRequestException>(() => callback);
        await using var next = await cluster.StartProcessAsync();
        await cluster.LeadsAsync(next);

        // The person reloads: the code has been used, the page says what to do, and the condition has never said anything else.
        var (reloaded, page) = await browser.GetAsync(back);
        Assert.Equal(HttpStatusCode.BadRequest, reloaded.StatusCode);
        Assert.Contains("Not connected", page, StringComparison.Ordinal);
        Assert.Contains("/oauth/connect?link=", page, StringComparison.Ordinal);
        await ns.CredentialsAsync("False", "ConnectRequired");
        Assert.Null(await ns.GetAsync("secret", "crm-oauth"));

        await browser.ConnectAsync(await ns.ConnectUrlAsync());
        await ns.CredentialsAsync("True", "TokenReady");
        Assert.True(await cluster.Provider.IsActiveAsync(await ns.NewTokenAsync(), Cancelled));
    }
}
