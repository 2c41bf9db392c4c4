using System.Net;
using ExtensibleWebhooks.Crds.WorkerConfigs;
using ExtensibleWebhooks.OAuthServer.Faults;
using ExtensibleWebhooks.Operator.Tests.Manager.Cluster;
using ExtensibleWebhooks.Support;

namespace ExtensibleWebhooks.Operator.Tests.Manager.OAuth;

/// <summary>Connect, from the link in the status to the worker's token, and back.</summary>
[Collection(nameof(OAuthCollection))]
public sealed class ConnectTests(OAuthCluster cluster)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Connect_ByAPerson_GivesTheWorkerATokenUntilDisconnect()
    {
        var ns = await cluster.NewNamespaceAsync("connected");
        using var browser = new ConnectBrowser(cluster);
        await ns.ApplyAsync(OAuthSamples.All(cluster, "AuthorizationCode", revokes: true));
        var message = await ns.CredentialsAsync("False", "ConnectRequired");
        var url = await ns.ConnectUrlAsync();

        var (shown, page) = await browser.GetAsync(url);
        Assert.Equal(HttpStatusCode.OK, shown.StatusCode);
        Assert.Contains("CRM &lt;of&gt; sales", page, StringComparison.Ordinal);
        Assert.Contains("connected/crm", page, StringComparison.Ordinal);
        Assert.Contains($"localhost:{cluster.Provider.Address.Port}", page, StringComparison.Ordinal);
        Assert.Contains("<code>events</code> <code>contacts</code>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Disconnect", page, StringComparison.Ordinal);
        Assert.Contains("open status.credentials.connectUrl", message, StringComparison.Ordinal);

        var (end, told) = await browser.ConnectAsync(url);
        Assert.Equal(HttpStatusCode.OK, end.StatusCode);
        Assert.Contains("Connected", told, StringComparison.Ordinal);
        await ns.CredentialsAsync("True", "TokenReady");
        var token = await ns.NewTokenAsync();
        var refreshToken = await ns.FileAsync("crm-oauth", "refreshToken");
        Assert.True(await cluster.Provider.IsActiveAsync(token, Cancelled));
        Assert.NotNull(refreshToken);
        Assert.DoesNotContain(refreshToken, (await WorkersFilesAsync(ns)).Values);

        Assert.Contains("Connect again", (await browser.GetAsync(url)).Page, StringComparison.Ordinal);
        var (_, disconnected) = await browser.DisconnectAsync(url);
        Assert.Contains("Disconnected", disconnected, StringComparison.Ordinal);
        Assert.Contains("Its tokens are revoked at the provider.", disconnected, StringComparison.Ordinal);
        await ns.CredentialsAsync("False", "ConnectRequired");
        await TestNamespace.EventuallyAsync("no token for the worker", async () => await ns.WorkersTokenAsync() is null);
        Assert.False(await cluster.Provider.IsActiveAsync(refreshToken, Cancelled));

        await browser.ConnectAsync(url);
        await ns.CredentialsAsync("True", "TokenReady");
        await ns.NewTokenAsync(other: token);
        await TestNamespace.EventuallyAsync("events of both", async () => (await ns.GetAsync("events"))?.ToJsonString() is { } events
            && events.Contains("Somebody connected it", StringComparison.Ordinal) && events.Contains("Somebody disconnected it", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Disconnect_WithoutARevokeUrl_SaysThatTheProviderWasNotTold()
    {
        var ns = await cluster.NewNamespaceAsync("untold");
        using var browser = new ConnectBrowser(cluster);
        await ConnectedAsync(ns, browser);

        var (_, page) = await browser.DisconnectAsync(await ns.ConnectUrlAsync());

        Assert.Contains("The provider was not told, since the destination names no revokeUrl: end the access there, too.", page, StringComparison.Ordinal);
        await TestNamespace.EventuallyAsync("an event", async () =>
            (await ns.GetAsync("events"))?.ToJsonString().Contains("Somebody disconnected it on the connect page. The provider was not told", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task Tokens_DeletedByAPerson_AreAskedForAgain()
    {
        var ns = await cluster.NewNamespaceAsync("deleted-tokens");
        using var browser = new ConnectBrowser(cluster);
        await ConnectedAsync(ns, browser);

        await ns.RunAsync("delete", "secret", "crm-oauth");

        await ns.CredentialsAsync("False", "ConnectRequired");
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(await ns.ConnectUrlAsync())).Response.StatusCode);
    }

    [Fact]
    public async Task Client_ThatChanges_TakesItsTokenFromTheWorkerUntilSomebodyConnectsIt()
    {
        var ns = await cluster.NewNamespaceAsync("changed");
        using var browser = new ConnectBrowser(cluster);
        var token = await ConnectedAsync(ns, browser);

        await ns.RunAsync("patch", "webhookdestination", "crm", "--type", "merge", "-p", """{"spec":{"authentication":{"oauth2":{"scopes":["events"]}}}}""");

        await TestNamespace.EventuallyAsync("no token for the worker", async () => await ns.WorkersTokenAsync() is null);
        await ns.CredentialsAsync("False", "ConnectRequired");
        await browser.ConnectAsync(await ns.ConnectUrlAsync());
        await ns.CredentialsAsync("True", "TokenReady");
        await ns.NewTokenAsync(other: token);
    }

    [Fact]
    public async Task Consent_TakenBackAtTheProvider_AsksForConnectAgain()
    {
        var ns = await cluster.NewNamespaceAsync("withdrawn");
        using var browser = new ConnectBrowser(cluster);
        var token = await ConnectedAsync(ns, browser);
        await ns.WorkerIsReadyAsync(cluster.Operator);

        await cluster.Provider.WithdrawAsync(OAuthCluster.ClientId, Cancelled);
        cluster.Operator.Worker.Answer = $$"""{"destinations":[{"name":"crm","rejectedToken":"{{TokenFingerprint.Of(token)}}"}]}""";

        await ns.CredentialsAsync("False", "ConnectRequired");
        cluster.Operator.Worker.Answer = "{}";
        await browser.ConnectAsync(await ns.ConnectUrlAsync());
        await ns.CredentialsAsync("True", "TokenReady");
    }

    [Fact]
    public async Task Refusal_ThatTheReceiverTakesBack_NeedsNobodyToConnect()
    {
        var ns = await cluster.NewNamespaceAsync("pardoned");
        using var browser = new ConnectBrowser(cluster);
        cluster.Provider.Token.Faults.Next(Fault.NoRefreshToken, "authorization_code");
        var token = await ConnectedAsync(ns, browser);
        await ns.WorkerIsReadyAsync(cluster.Operator);
        cluster.Operator.Worker.Answer = $$"""{"destinations":[{"name":"crm","rejectedToken":"{{TokenFingerprint.Of(token)}}"}]}""";
        await ns.CredentialsAsync("False", "ConnectRequired");

        cluster.Operator.Worker.Answer = """{"destinations":[{"name":"crm"}]}""";

        await ns.CredentialsAsync("True", "TokenReady");
        Assert.Equal(token, await ns.WorkersTokenAsync());
        cluster.Operator.Worker.Answer = "{}";
    }

    [Fact]
    public async Task Person_WhoSaysNo_IsToldAndNothingIsStored()
    {
        var ns = await cluster.NewNamespaceAsync("denied");
        using var browser = new ConnectBrowser(cluster);
        await ns.ApplyAsync(OAuthSamples.All(cluster, "AuthorizationCode"));
        await ns.CredentialsAsync("False", "ConnectRequired");

        var (end, page) = await browser.ConnectAsync(await ns.ConnectUrlAsync(), allow: false);

        Assert.Equal(HttpStatusCode.BadRequest, end.StatusCode);
        Assert.Contains("Not connected", page, StringComparison.Ordinal);
        Assert.Contains("access_denied", page, StringComparison.Ordinal);
        Assert.Null(await ns.GetAsync("secret", "crm-oauth"));
    }

    [Fact]
    public async Task Callback_OfAnotherBrowser_IsRefusedAndTheRightOneStillConnects()
    {
        var ns = await cluster.NewNamespaceAsync("stolen");
        using var browser = new ConnectBrowser(cluster);
        using var thief = new ConnectBrowser(cluster);
        await ns.ApplyAsync(OAuthSamples.All(cluster, "AuthorizationCode"));
        await ns.CredentialsAsync("False", "ConnectRequired");
        var back = await browser.AnswerAsync(await ns.ConnectUrlAsync());

        var (refused, page) = await thief.GetAsync(back);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("another browser", page, StringComparison.Ordinal);
        Assert.Null(await ns.GetAsync("secret", "crm-oauth"));

        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(back)).Response.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.GetAsync(back)).Response.StatusCode);
        await ns.CredentialsAsync("True", "TokenReady");
    }

    [Fact]
    public async Task Connects_TwoAtOnceInOneBrowser_BothEndWell()
    {
        var ns = await cluster.NewNamespaceAsync("tabs");
        using var browser = new ConnectBrowser(cluster);
        await ns.ApplyAsync(Samples.Join(OAuthSamples.All(cluster, "AuthorizationCode"), OAuthSamples.Destination(cluster, "AuthorizationCode", name: "erp")));
        await ns.CredentialsAsync("False", "ConnectRequired");
        await ns.CredentialsAsync("False", "ConnectRequired", "erp");

        var first = await browser.AnswerAsync(await ns.ConnectUrlAsync());
        var second = await browser.AnswerAsync(await ns.ConnectUrlAsync("erp"));

        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(first)).Response.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(second)).Response.StatusCode);
        await ns.CredentialsAsync("True", "TokenReady");
        await ns.CredentialsAsync("True", "TokenReady", "erp");
    }

    [Fact]
    public async Task Callback_AtAnotherReplica_FinishesWhatOneBegan()
    {
        var ns = await cluster.NewNamespaceAsync("replicas");
        using var browser = new ConnectBrowser(cluster);
        await ns.ApplyAsync(OAuthSamples.All(cluster, "AuthorizationCode"));
        await ns.CredentialsAsync("False", "ConnectRequired");
        var (second, pages) = await cluster.StartBesideAsync();
        await using var stopped = second;

        // Cookies know no ports: a browser behind a proxy sees one host, too.
        var back = await browser.AnswerAsync(await ns.ConnectUrlAsync());
        var (end, page) = await browser.GetAsync(new UriBuilder(back) { Port = pages.Port }.Uri);

        Assert.True(end.IsSuccessStatusCode, page);
        await ns.CredentialsAsync("True", "TokenReady");
    }

    [Fact]
    public async Task Link_OfAFormerDestination_IsNoLinkToTheNewOneOfItsName()
    {
        var ns = await cluster.NewNamespaceAsync("again");
        using var browser = new ConnectBrowser(cluster);
        await ns.ApplyAsync(OAuthSamples.All(cluster, "AuthorizationCode"));
        await ns.CredentialsAsync("False", "ConnectRequired");
        var url = await ns.ConnectUrlAsync();
        var back = await browser.AnswerAsync(url);
        var asked = cluster.Provider.Token.Requests.All.Count;
        await ns.RunAsync("delete", "webhookdestination", "crm");
        await ns.ApplyAsync(OAuthSamples.Destination(cluster, "AuthorizationCode"));
        await ns.CredentialsAsync("False", "ConnectRequired");

        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(url)).Response.StatusCode);
        Assert.NotEqual(url, await ns.ConnectUrlAsync());

        // Nor is the code that somebody granted it on the former's.
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(back)).Response.StatusCode);
        Assert.Equal(asked, cluster.Provider.Token.Requests.All.Count);
        Assert.Null(await ns.GetAsync("secret", "crm-oauth"));
    }

    [Fact]
    public async Task SigningKey_Deleted_EndsTheLinksAndMakesOthers()
    {
        var ns = await cluster.NewNamespaceAsync("resigned");
        using var browser = new ConnectBrowser(cluster);
        await ns.ApplyAsync(OAuthSamples.All(cluster, "AuthorizationCode"));
        await ns.CredentialsAsync("False", "ConnectRequired");
        var url = await ns.ConnectUrlAsync();

        await cluster.Kubectl.RunAsync(["delete", "secret", "extensible-webhooks-oauth", "-n", OperatorCluster.OperatorNamespace], Cancelled);

        await Eventually.TrueAsync(async () => (await browser.GetAsync(url)).Response.StatusCode == HttpStatusCode.BadRequest, "the old link to end", Cancelled);
        await ns.RunAsync("annotate", "webhookdestination", "crm", "look=again");
        await TestNamespace.EventuallyAsync("a new link", async () => await ns.ConnectUrlAsync() != url);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(await ns.ConnectUrlAsync())).Response.StatusCode);
    }

    private async Task<string> ConnectedAsync(TestNamespace ns, ConnectBrowser browser)
    {
        await ns.ApplyAsync(OAuthSamples.All(cluster, "AuthorizationCode"));
        await ns.CredentialsAsync("False", "ConnectRequired");
        await browser.ConnectAsync(await ns.ConnectUrlAsync());
        await ns.CredentialsAsync("True", "TokenReady");
        return await ns.NewTokenAsync();
    }

    private static async Task<IReadOnlyDictionary<string, string>> WorkersFilesAsync(TestNamespace ns) =>
        ((await ns.GetAsync("secret", "shop-worker"))?["data"]?.AsObject() ?? []).ToDictionary(
            file => file.Key, file => System.Text.Encoding.UTF8.GetString(Convert.FromBase64String((string?)file.Value ?? "")));
}
