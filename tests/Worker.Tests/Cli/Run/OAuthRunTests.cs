using System.Net;
using ExtensibleWebhooks.OAuthServer.Faults;

namespace ExtensibleWebhooks.Worker.Tests.Cli.Run;

/// <summary>Tokens of <c>webhooks run</c>, by a real provider: in time, after refusals, through its outages, from one run to the next.</summary>
public class OAuthRunTests
{
    private const string ClientCredentials = "ClientCredentials";
    private const string AuthorizationCode = "AuthorizationCode";

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ClientCredentials_WithShortLives_AreRenewedInTime_AndNoEventFails()
    {
        // Two seconds are left for a renewal, which begins at eight.
        await using var run = await OAuthRun.CreateAsync(TimeSpan.FromSeconds(10));
        run.Declare(ClientCredentials);
        await run.StartAsync();

        await run.PostUntilAsync(() => TokensUsed(run) >= 2);

        await run.WaitForAllAsync();
        Assert.All(run.Provider.Token.Requests.All, request => Assert.Equal(200, request.Status));
        Assert.Empty(run.Program.Error);
    }

    [Fact]
    public async Task RefusedToken_IsReplacedAtOnce_ByOneRequest()
    {
        await using var run = await OAuthRun.CreateAsync(TimeSpan.FromHours(1));
        run.Declare(ClientCredentials);
        await run.StartAsync();
        await run.PostAsync();
        await run.WaitForAllAsync();

        // Probes are ten minutes apart: only another token can be why they arrive.
        run.Provider.Resource.Refuse(run.Provider.Token.Requests.All[0].IssuedAccessToken ?? "");
        await run.PostAsync(50);

        await run.WaitForAllAsync();
        Assert.Equal(2, run.Provider.Token.Requests.All.Count);
    }

    [Fact]
    public async Task TokenEndpoint_ThatIsDownForLongerThanATokenLives_LosesNothing()
    {
        await using var run = await OAuthRun.CreateAsync(TimeSpan.FromSeconds(3));
        run.Declare(ClientCredentials);
        await run.StartAsync();
        await run.PostAsync(10);
        await run.WaitForAllAsync();

        run.Provider.Token.Faults.Always(Fault.ServerError);
        await run.PostUntilAsync(async () => (await run.FiguresAsync()).TryGetProperty("heldReason", out var reason) && reason.GetString() == "CredentialsRejected");
        await run.Program.WaitForErrorAsync("crm: ", Ending);
        await run.PostAsync(50);
        run.Provider.Token.Faults.Clear();

        await run.WaitForAllAsync();
    }

    [Fact]
    public async Task Client_ThatChanges_TakesItsTokenAlong_WhateverTheTokenEndpointDoes()
    {
        await using var run = await OAuthRun.CreateAsync(TimeSpan.FromHours(1));
        run.Declare(ClientCredentials);
        await run.StartAsync();
        await run.PostAsync();
        await run.WaitForAllAsync();

        run.Provider.Token.Faults.Always(Fault.ServerError);
        run.Declare(ClientCredentials, scopes: "events, contacts");
        await run.PostUntilAsync(async () => (await run.FiguresAsync()).TryGetProperty("heldReason", out var reason) && reason.GetString() == "CredentialsMissing");
        Assert.False(File.Exists(Path.Combine(run.DataFolder, "config", "token.crm")));
        await run.PostAsync();

        run.Provider.Token.Faults.Clear();
        await run.WaitForAllAsync();
        Assert.Equal(2, TokensUsed(run));
    }

    [Fact]
    public async Task Client_ThatIsRefused_IsTold_AndTriedAgainOnceItsSecretIsMended()
    {
        await using var run = await OAuthRun.CreateAsync(TimeSpan.FromHours(1));
        run.Declare(ClientCredentials, secret: "wrong");
        await run.StartAsync();
        await run.PostAsync(3);
        var error = await run.Program.WaitForErrorAsync("Mend the Secret", Ending);
        Assert.Contains("crm: ", error, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong", error, StringComparison.Ordinal);
        await run.WaitForAsync(figures => figures.TryGetProperty("heldReason", out var reason) && reason.GetString() == "CredentialsMissing");

        run.Declare(ClientCredentials);

        await run.WaitForAllAsync();
    }

    [Fact]
    public async Task AuthorizationCode_IsConnectedInABrowser_Rotates_AndOutlivesTheRun()
    {
        await using var run = await OAuthRun.CreateAsync(TimeSpan.FromSeconds(4));
        run.Declare(AuthorizationCode);
        await run.StartAsync();
        await run.PostAsync(5);

        var (status, page) = await run.ConnectAsync(allow: true);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("<h1>Connected</h1>", page, StringComparison.Ordinal);
        await run.PostUntilAsync(() => TokensUsed(run) >= 3);
        await run.WaitForAllAsync();
        await run.StopAsync();

        await run.StartAsync();
        await run.PostUntilAsync(() => TokensUsed(run) >= 5);
        await run.WaitForAllAsync();
        Assert.DoesNotContain("Connect:", run.Program.Output, StringComparison.Ordinal);
        Assert.Empty(run.Provider.Token.Requests.RepeatedRefreshTokens);
        Assert.All(run.Provider.Token.Requests.All, request => Assert.Equal(200, request.Status));
        AssertPrivate(run);
    }

    [Fact]
    public async Task Connect_ThatThePersonDenies_SaysSo_AndCanBeDoneAgain()
    {
        await using var run = await OAuthRun.CreateAsync(TimeSpan.FromHours(1));
        run.Declare(AuthorizationCode);
        await run.StartAsync();
        await run.PostAsync(2);

        var (status, page) = await run.ConnectAsync(allow: false);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("<h1>Not connected</h1>", page, StringComparison.Ordinal);
        Assert.Contains("access_denied", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await run.ConnectAsync(allow: true)).Status);
        await run.WaitForAllAsync();
    }

    [Fact]
    public async Task Connect_BegunAgainInAnotherTab_EndsWellInTheFirst()
    {
        await using var run = await OAuthRun.CreateAsync(TimeSpan.FromHours(1));
        run.Declare(AuthorizationCode);
        await run.StartAsync();

        Assert.Equal(HttpStatusCode.OK, (await run.ConnectAsync(allow: true, twice: true)).Status);
    }

    [Fact]
    public async Task ConnectPages_TakeNothingThatIsNotOfThisRunAndThisBrowser()
    {
        await using var run = await OAuthRun.CreateAsync(TimeSpan.FromHours(1));
        run.Declare(AuthorizationCode);
        await run.StartAsync();
        var link = await run.WaitForLinkAsync();
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });

        Assert.Equal(HttpStatusCode.NotFound, await StatusOf(client, new Uri(link, "/")));
        Assert.Equal(HttpStatusCode.BadRequest, await StatusOf(client, new Uri(link, "/oauth/connect?link=forged")));
        Assert.Equal(HttpStatusCode.NotFound, await StatusOf(client, link, host: "attacker.example"));
        using var begun = await client.GetAsync(link, Ending);
        var state = System.Web.HttpUtility.ParseQueryString(begun.Headers.Location?.Query ?? "")["state"];
        Assert.Equal(HttpStatusCode.BadRequest, await StatusOf(client, new Uri(link, $"/oauth/callback?code=a&state={state}")));
        Assert.Empty(run.Provider.Token.Requests.All);
    }

    private static int TokensUsed(OAuthRun run) =>
        run.Provider.Resource.Requests.Where(request => request.Status == 200).Select(request => request.TokenFingerprint).Distinct().Count();

    private static void AssertPrivate(OAuthRun run)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        foreach (var file in Directory.EnumerateFiles(Path.Combine(run.DataFolder, "tokens")).Append(Path.Combine(run.DataFolder, "config", "token.crm")))
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    private static async Task<HttpStatusCode> StatusOf(HttpClient client, Uri url, string? host = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Host = host;
        using var response = await client.SendAsync(request, Ending);
        return response.StatusCode;
    }
}
