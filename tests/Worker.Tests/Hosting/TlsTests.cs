using ExtensibleWebhooks.Crds.WorkerConfigs;
using ExtensibleWebhooks.Support.Certificates;
using ExtensibleWebhooks.Worker.Tests.Configuration;
using ExtensibleWebhooks.Worker.Tests.Receivers;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace ExtensibleWebhooks.Worker.Tests.Hosting;

/// <summary>A whole worker whose receiver has a private certificate authority.</summary>
public sealed class TlsTests : IAsyncLifetime
{
    private readonly RunningWorker _worker = new();
    private readonly TestAuthority _authority = new("Right");
    private Receiver? _receiver;

    private Receiver Receiver => _receiver ?? throw new InvalidOperationException("Not started.");

    public async ValueTask InitializeAsync() =>
        _receiver = await Receiver.StartAsync(https: new HttpsConnectionAdapterOptions { ServerCertificate = _authority.Issue("127.0.0.1") });

    public async ValueTask DisposeAsync()
    {
        await _worker.DisposeAsync();
        await Receiver.DisposeAsync();
        _authority.Dispose();
    }

    [Fact]
    public async Task MissingAuthority_HoldsTheLane_AWrongOneFails_AndTheRightOneIsUsedWithoutARestart()
    {
        var destination = ConfigFolder.Destination("crm", ConfigFolder.Mapping("orders", Receiver.Url));
        _worker.Config.Write(ConfigFolder.Config(destination with { Tls = new TlsConfig { AuthoritiesFile = "ca" } }));
        await _worker.StartAsync();
        await _worker.WaitUntilReadyAsync();
        Assert.Equal(200, await _worker.PostAsync(RunningWorker.Track("m-1")));
        var held = await _worker.WaitForAsync("crm", figures => figures.TryGetProperty("heldReason", out var reason) && reason.GetString() == "CredentialsMissing");
        Assert.Contains("certificate authorities", held.GetProperty("held").GetString(), StringComparison.Ordinal);

        using (var wrong = new TestAuthority("Wrong"))
        {
            _worker.Config.WriteFile("ca", wrong.Pem);
        }

        await _worker.WaitForAsync("crm", figures => figures.TryGetProperty("lastError", out var error) && error.GetString()?.StartsWith("TLS failed", StringComparison.Ordinal) == true);
        Assert.Empty(Receiver.Requests);

        _worker.Config.WriteFile("ca", _authority.Pem);
        await _worker.WaitForAsync("crm", figures => figures.GetProperty("delivered").GetInt64() == 1);
    }
}
