using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using ExtensibleWebhooks.Support;

namespace ExtensibleWebhooks.Worker.Tests.Cli.Run;

/// <summary><c>webhooks run</c> as its user meets it: a process, files, ports and signals.</summary>
public sealed partial class RunCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _client = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private string Manifests => _folder.At("manifests");

    [Fact]
    public async Task Run_OfTheQuickstart_DeliversTheSampleEventAndEndsWithZeroOnSigterm()
    {
        CopyQuickstart();
        await using var run = await StartAsync();

        await SendAsync(run);
        var output = await run.WaitForOutputAsync("\"order\": \"A-1001\"", Cancelled);
        await run.TerminateAsync(Cancelled);

        Assert.Equal(0, await run.WaitForExitAsync(Cancelled));
        Assert.Contains("POST /orders", output, StringComparison.Ordinal);
        Assert.Contains("authorization: Bearer quickstart-token", output, StringComparison.Ordinal);
        Assert.Contains("x-tenant: acme", output, StringComparison.Ordinal);
        Assert.Contains("Stopped", run.Output, StringComparison.Ordinal);
        Assert.Empty(run.Error);
    }

    [Fact]
    public async Task Run_WhenAMappingChanges_UsesItForTheNextEventAndKeepsItWhenTheNextChangeIsWrong()
    {
        CopyQuickstart();
        await using var run = await StartAsync();
        var mapping = Path.Combine(Manifests, "mapping.yaml");
        var text = await File.ReadAllTextAsync(mapping, Cancelled);

        await File.WriteAllTextAsync(mapping, text.Replace("order: {\"@path\"", "number: {\"@path\"", StringComparison.Ordinal), Cancelled);
        await run.WaitForOutputAsync("are in force", Cancelled);
        await File.WriteAllTextAsync(mapping, text.Replace("trigger: type =", "trigger: type = = ", StringComparison.Ordinal), Cancelled);
        var error = await run.WaitForErrorAsync("what was in force stays", Cancelled);
        await SendAsync(run);

        await run.WaitForOutputAsync("\"number\": \"A-1001\"", Cancelled);
        Assert.Contains($"{mapping}:10:19: error: spec.trigger (line 1, column 8): ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_WhenASecretChanges_SendsTheNewToken()
    {
        CopyQuickstart();
        await using var run = await StartAsync();
        var destination = Path.Combine(Manifests, "destination.yaml");

        await File.WriteAllTextAsync(destination, (await File.ReadAllTextAsync(destination, Cancelled)).Replace("quickstart-token", "rotated", StringComparison.Ordinal), Cancelled);
        await run.WaitForOutputAsync("are in force", Cancelled);
        await SendAsync(run);

        await run.WaitForOutputAsync("authorization: Bearer rotated", Cancelled);
    }

    [Fact]
    public async Task Run_Again_KeepsTheWriteKeyAndTheEventsThatWaited()
    {
        CopyQuickstart();
        string key;
        await using (var first = await StartAsync(withReceiver: false))
        {
            key = InvitationOf(first).Key;
            await SendAsync(first);
            await first.TerminateAsync(Cancelled);
            Assert.Equal(0, await first.WaitForExitAsync(Cancelled));
        }

        await using var second = await StartAsync();

        await second.WaitForOutputAsync("\"order\": \"A-1001\"", Cancelled);
        Assert.Equal(key, InvitationOf(second).Key);
    }

    [Fact]
    public async Task Run_OfABadManifest_EndsWithEveryProblemAndItsPlace()
    {
        CopyQuickstart();
        _folder.Write("manifests/mapping.yaml", "apiVersion: webhooks.extensible.dev/v1alpha1\nkind: WebhookMapping\nmetadata: {name: a}\nspec:\n  destinationRef: {name: crn}\n  triger: all\n  url: http://echo\n");
        _folder.Write("manifests/source.yaml", "apiVersion: webhooks.extensible.dev/v1alpha1\nkind: EventSource\nmetadata: {name: shop}\nspec:\n  retention: {maxAge: 3 days}\n");

        await using var run = WebhooksProgram.Start([.. Arguments(withReceiver: true)]);

        Assert.Equal(1, await run.WaitForExitAsync(Cancelled));
        Assert.Contains("mapping.yaml:6:3: error: spec.triger: no such field (did you mean trigger?)", run.Error, StringComparison.Ordinal);
        Assert.Contains("mapping.yaml:4:1: error: spec.trigger: is missing", run.Error, StringComparison.Ordinal);
        Assert.Contains("source.yaml:5:15: error: spec.retention.maxAge: \"3 days\" is not a duration", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Theory]
    [InlineData("--ingest")]
    [InlineData("--management")]
    [InlineData("--echo")]
    public async Task Run_WhenAPortIsTaken_EndsAndNamesTheOption(string option)
    {
        CopyQuickstart();
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();

        var arguments = Arguments(withReceiver: true).ToList();
        arguments[arguments.IndexOf(option) + 1] = $"http://{taken.LocalEndpoint}";

        await using var run = WebhooksProgram.Start(arguments);

        Assert.Equal(1, await run.WaitForExitAsync(Cancelled));
        Assert.Contains($"{taken.LocalEndpoint}", run.Error, StringComparison.Ordinal);
        Assert.Contains($"place with {option} URL", run.Error, StringComparison.Ordinal);
        Assert.Equal(1, run.Error.Count(character => character == '\n'));
    }

    [Fact]
    public async Task Run_WhenTheDataFolderCannotBe_EndsAndNamesTheOption()
    {
        CopyQuickstart();
        var file = _folder.Write("file", "");

        await using var run = WebhooksProgram.Start("run", "-f", Manifests, "--data", Path.Combine(file, "data"));

        Assert.Equal(1, await run.WaitForExitAsync(Cancelled));
        Assert.Contains("Choose another with --data DIR", run.Error, StringComparison.Ordinal);
        Assert.Equal(1, run.Error.Count(character => character == '\n'));
    }

    [Fact]
    public async Task Run_WhileAnotherHasTheDataFolder_EndsAndLeavesItAlone()
    {
        CopyQuickstart();
        await using var first = await StartAsync();
        var other = _folder.Write("other/source.yaml", "apiVersion: webhooks.extensible.dev/v1alpha1\nkind: EventSource\nmetadata: {name: other}\n");

        await using var second = WebhooksProgram.Start("run", "-f", other, "--data", _folder.At("data"));

        Assert.Equal(1, await second.WaitForExitAsync(Cancelled));
        Assert.Contains("Choose another with --data DIR", second.Error, StringComparison.Ordinal);
        await SendAsync(first);
        await first.WaitForOutputAsync("\"order\": \"A-1001\"", Cancelled);
    }

    [Theory]
    [InlineData("--data=", "--data")]
    [InlineData("--colour", "--colour")]
    [InlineData("--ingest=ftp://a", "an http URL without a path is needed")]
    [InlineData("--log-level=loud", "loud")]
    public async Task Run_WithAnOptionThatIsWrong_SaysSoAndEnds(string option, string message)
    {
        await using var run = WebhooksProgram.Start("run", "-f", "x", option);

        Assert.Equal(2, await run.WaitForExitAsync(Cancelled));
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _client.Dispose();
        _folder.Dispose();
    }

    private void CopyQuickstart()
    {
        foreach (var file in Directory.EnumerateFiles(RepositoryRoot.At("crds", "samples", "quickstart"), "*", SearchOption.AllDirectories))
        {
            _folder.Write($"manifests/{Path.GetRelativePath(RepositoryRoot.At("crds", "samples", "quickstart"), file).Replace('\\', '/')}", File.ReadAllText(file));
        }
    }

    private IEnumerable<string> Arguments(bool withReceiver) =>
    [
        "run", "-f", Manifests, "--data", _folder.At("data"), "--ingest", "http://127.0.0.1:0", "--management", "http://127.0.0.1:0",
        .. withReceiver ? new[] { "--echo", "http://127.0.0.1:0" } : [],
    ];

    private async Task<WebhooksProgram> StartAsync(bool withReceiver = true)
    {
        var run = WebhooksProgram.Start([.. Arguments(withReceiver)]);
        await run.WaitForOutputAsync("Ctrl-C ends it", Cancelled);
        return run;
    }

    /// <summary>Sends the sample event as the printed command would.</summary>
    private async Task SendAsync(WebhooksProgram run)
    {
        var (key, url) = InvitationOf(run);
        var body = await File.ReadAllTextAsync(RepositoryRoot.At("crds", "samples", "quickstart", "events", "order-completed.json"), Cancelled);
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{key}:")));

        using var response = await _client.SendAsync(request, Cancelled);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private static (string Key, string Url) InvitationOf(WebhooksProgram run)
    {
        var match = Curl().Match(run.Output);
        Assert.True(match.Success, run.Output);
        return (match.Groups["key"].Value, match.Groups["url"].Value);
    }

    [GeneratedRegex(@"curl -u (?<key>\w+): .* (?<url>http://\S+)")]
    private static partial Regex Curl();
}
