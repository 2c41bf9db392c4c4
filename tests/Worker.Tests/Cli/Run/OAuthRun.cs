using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using ExtensibleWebhooks.OAuthServer;
using ExtensibleWebhooks.OAuthServer.Clients;
using ExtensibleWebhooks.OAuthServer.Users;
using ExtensibleWebhooks.Support;

namespace ExtensibleWebhooks.Worker.Tests.Cli.Run;

/// <summary><c>webhooks run</c> with one OAuth2 destination, beside a real provider whose protected resource receives the webhooks.</summary>
internal sealed partial class OAuthRun : IAsyncDisposable
{
    public const string ClientId = "webhooks";
    public const string ClientSecret = "client+secret %";

    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _client = new();
    private WebhooksProgram? _program;
    private int _sent;

    private OAuthRun(AuthorizationServer provider) => Provider = provider;

    public AuthorizationServer Provider { get; }

    public WebhooksProgram Program => _program ?? throw new InvalidOperationException("Not started.");

    /// <summary>Events posted so far.</summary>
    public int Sent => _sent;

    public string DataFolder => _folder.At("data");

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    /// <param name="accessToken">How long access tokens are good for.</param>
    public static async Task<OAuthRun> CreateAsync(TimeSpan accessToken)
    {
        var run = new OAuthRun(await AuthorizationServer.StartAsync(null, Ending));
        run.Provider.Lifetimes = run.Provider.Lifetimes with { AccessToken = accessToken };
        await run.RegisterAsync();
        return run;
    }

    public Task RegisterAsync(params Uri[] redirectUris) =>
        Provider.RegisterAsync(new RegisteredClient { Id = ClientId, Secret = ClientSecret, RedirectUris = redirectUris }, Ending);

    /// <param name="flow">Of the destination.</param>
    /// <param name="secret">Of the client.</param>
    /// <param name="scopes">That the client asks for.</param>
    public void Declare(string flow, string secret = ClientSecret, string scopes = "events") => _folder.Write("manifests/all.yaml", $$"""
        apiVersion: webhooks.extensible.dev/v1alpha1
        kind: EventSource
        metadata: {name: shop}
        ---
        apiVersion: webhooks.extensible.dev/v1alpha1
        kind: WebhookDestination
        metadata: {name: crm}
        spec:
          sourceRef: {name: shop}
          enabled: true
          delivery:
            retry: {initialBackoff: 10m, maxBackoff: 10m}
          authentication:
            type: OAuth2
            oauth2:
              flow: {{flow}}
              clientId: {{ClientId}}
              clientSecretRef: {name: client, key: secret}
              authorizeUrl: {{Provider.AuthorizeUrl}}
              accessTokenUrl: {{Provider.Token.Url}}
              scopes: [{{scopes}}]
        ---
        apiVersion: webhooks.extensible.dev/v1alpha1
        kind: WebhookMapping
        metadata: {name: all}
        spec:
          destinationRef: {name: crm}
          enabled: true
          trigger: all
          url: {{Provider.Resource.Url}}
          data: {id: {"@path": $.messageId} }
        ---
        apiVersion: v1
        kind: Secret
        metadata: {name: client}
        stringData: {secret: "{{secret}}"}

        """);

    public async Task StartAsync()
    {
        _program = WebhooksProgram.Start(
            "run", "-f", _folder.At("manifests"), "--data", DataFolder, "--allow-loopback",
            "--ingest", "http://127.0.0.1:0", "--management", "http://127.0.0.1:0", "--connect", "http://127.0.0.1:0");
        await _program.WaitForOutputAsync("Ctrl-C ends it", Ending);
    }

    public async Task StopAsync()
    {
        await Program.TerminateAsync(Ending);
        Assert.Equal(0, await Program.WaitForExitAsync(Ending));
        await Program.DisposeAsync();
    }

    public async Task PostAsync(int count = 1)
    {
        var match = Invitation().Match(Program.Output);
        var ingest = new Uri(match.Groups["url"].Value);
        var events = Enumerable.Range(_sent, count).Select(number => new { type = "track", @event = "Test", userId = "u", messageId = $"m-{number}" });
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(ingest, "/v1/batch")) { Content = JsonContent.Create(new { batch = events }) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{match.Groups["key"].Value}:")));
        using var response = await _client.SendAsync(request, Ending);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        _sent += count;
    }

    /// <summary>Posts an event now and then until something is so.</summary>
    public Task PostUntilAsync(Func<bool> isEnough) => PostUntilAsync(() => Task.FromResult(isEnough()));

    /// <inheritdoc cref="PostUntilAsync(Func{bool})"/>
    public async Task PostUntilAsync(Func<Task<bool>> isEnough)
    {
        while (!await isEnough())
        {
            await PostAsync();
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, Ending);
        }
    }

    /// <summary>Waits until every event that was posted has arrived, none of them given up.</summary>
    public Task WaitForAllAsync() => WaitForAsync(figures =>
    {
        Assert.Equal((0, 0), (figures.GetProperty("failed").GetInt64(), figures.GetProperty("deadLetters").GetInt64()));
        var arrived = Provider.Resource.Requests.Where(request => request.Status == 200).Select(request => request.Body).Distinct().Count();
        return arrived == _sent && figures.GetProperty("lag").GetInt64() == 0 && figures.GetProperty("parked").GetInt64() == 0;
    });

    /// <summary>The destination, by the worker's inspect API.</summary>
    public async Task<JsonElement> FiguresAsync()
    {
        var status = await _client.GetFromJsonAsync<JsonElement>($"{Management().Match(Program.Output).Groups["url"].Value}/inspect/v1/status", Ending);
        return status.GetProperty("destinations")[0];
    }

    public Task<JsonElement> WaitForAsync(Func<JsonElement, bool> expected) => Eventually.SeenAsync(FiguresAsync, expected, "the figures of the destination", Ending);

    /// <summary>The link that was printed last.</summary>
    public async Task<Uri> WaitForLinkAsync()
    {
        await Program.WaitForOutputAsync("Connect: http", Ending);
        return new Uri(Link().Matches(Program.Output)[^1].Groups["url"].Value);
    }

    /// <summary>Does as a person with a browser: opens the link, logs in, consents or not, and reads the page at the end.</summary>
    /// <param name="allow">At the provider's consent page.</param>
    /// <param name="twice">The link is opened in another tab, too, before this one is gone on with.</param>
    public async Task<(HttpStatusCode Status, string Page)> ConnectAsync(bool allow, bool twice = false)
    {
        var link = await WaitForLinkAsync();
        await RegisterAsync(new Uri(link, "/oauth/callback"));
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() });
        using var begun = await browser.GetAsync(link, Ending);
        Assert.Equal(HttpStatusCode.Redirect, begun.StatusCode);
        using var other = twice ? await browser.GetAsync(link, Ending) : null;
        using var person = new UserAgent();
        var back = await person.AuthorizeAsync(begun.Headers.Location ?? throw new InvalidOperationException("No Location."), allow, Ending);
        using var ended = await browser.GetAsync(back, Ending);
        return (ended.StatusCode, await ended.Content.ReadAsStringAsync(Ending));
    }

    public async ValueTask DisposeAsync()
    {
        if (_program is not null)
        {
            await _program.DisposeAsync();
        }

        await Provider.DisposeAsync();
        _client.Dispose();
        _folder.Dispose();
    }

    [GeneratedRegex(@"curl -u (?<key>\w+): .* (?<url>http://\S+)")]
    private static partial Regex Invitation();

    [GeneratedRegex(@"Management\s+(?<url>http://\S+)")]
    private static partial Regex Management();

    [GeneratedRegex(@"Connect: (?<url>http://\S+)")]
    private static partial Regex Link();
}
