using System.Net.Http.Json;
using System.Text;
using ExtensibleWebhooks.Crds.WorkerConfigs;
using ExtensibleWebhooks.Support;
using ExtensibleWebhooks.Support.Certificates;
using ExtensibleWebhooks.Worker.Tests.Configuration;
using ExtensibleWebhooks.Worker.Tests.Hosting;
using ExtensibleWebhooks.Worker.Tests.Oracle;
using ExtensibleWebhooks.Worker.Tests.Receivers;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace ExtensibleWebhooks.Worker.Tests.Egress;

/// <summary>The real program with HTTPS_PROXY and NO_PROXY in its environment, a real proxy, and a receiver with TLS behind it.</summary>
public sealed class ProxyTests : IAsyncLifetime
{
    private readonly ConfigFolder _config = new();
    private readonly TemporaryFolder _data = new();
    private readonly TestAuthority _authority = new("Right");
    private readonly ConnectProxy _proxy = new();
    private Receiver? _receiver;

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    private Receiver Receiver => _receiver ?? throw new InvalidOperationException("Not started.");

    public async ValueTask InitializeAsync()
    {
        _proxy.Start();
        _receiver = await Receiver.StartAsync(https: new HttpsConnectionAdapterOptions { ServerCertificate = _authority.Issue("receiver.test") });
    }

    public async ValueTask DisposeAsync()
    {
        await _proxy.DisposeAsync();
        await Receiver.DisposeAsync();
        _authority.Dispose();
        _config.Dispose();
        _data.Dispose();
    }

    [Fact]
    public async Task Proxy_OfTheEnvironment_IsUsed_ExceptForItsExceptions_AndNeverForALiteralAddressThatIsRefused()
    {
        var port = new Uri(Receiver.Url).Port;
        _config.WriteFile("ca", _authority.Pem);
        _config.Write(ConfigFolder.Config(
            Destination("through", $"https://receiver.test:{port}/"), Destination("past", $"https://direct.test:{port}/"), Destination("refused", $"https://169.254.169.254:{port}/")));
        var environment = new Dictionary<string, string> { ["HTTPS_PROXY"] = _proxy.Url, ["NO_PROXY"] = "direct.test" };
        using var worker = new WorkerProcess(_config.Path, _data.Path, "10.255.0.0/16", environment);
        await worker.StartAsync(Ending);

        await PostAsync(worker);

        await worker.WaitForAsync("through", figures => figures.GetProperty("delivered").GetInt64() == 1, Ending);
        await worker.WaitForAsync("past", figures => figures.TryGetProperty("lastError", out var error) && error.GetString()?.StartsWith("the host's name was not found", StringComparison.Ordinal) == true, Ending);
        await worker.WaitForAsync("refused", figures => figures.GetProperty("deadLetters").GetInt64() == 1, Ending);
        Assert.Equal([$"receiver.test:{port}"], _proxy.Asked.Distinct());
        Assert.Single(Receiver.Requests);
    }

    private static DestinationConfig Destination(string name, string url) =>
        ConfigFolder.Destination(name, ConfigFolder.Mapping("all", url)) with { Tls = new TlsConfig { AuthoritiesFile = "ca" } };

    private static async Task PostAsync(WorkerProcess worker)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{worker.IngestUrl}/v1/batch") { Content = JsonContent.Create(new { batch = new[] { RunningWorker.Track("m-1") } }) };
        request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{ConfigFolder.WriteKey}:")));
        using var response = await client.SendAsync(request, Ending);
        response.EnsureSuccessStatusCode();
    }
}
