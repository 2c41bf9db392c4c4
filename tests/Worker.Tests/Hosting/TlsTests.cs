using ExtensibleWebhooks.Crds.WorkerConfigs;
using ExtensibleWebhooks.Support.Certificates;
using ExtensibleWebhooks.Worker.Tests.Configuration;
using ExtensibleWebhooks.Worker.Tests.Receivers;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace ExtensibleWebhooks.Worker.Tests.Hosting;

/// <summary>A whole worker whose receiver has a private certificate authority.</summary>
public sealed class TlsTests : WorkerTests
{
    private readonly TestAuthority _authority = new("Right");

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _authority.Dispose();
    }

    [Fact]
    public async Task MissingAuthority_HoldsTheLane_AWrongOneFails_AndTheRightOneIsUsedWithoutARestart()
    {
        var destination = ConfigFolder.Destination("crm", ConfigFolder.Mapping("orders", Receiver.Url));
        await StartAsync(destination with { Tls = new TlsConfig { AuthoritiesFile = "ca" } });
        Assert.Equal(200, await Worker.PostAsync(RunningWorker.Track("m-1")));
        var held = await Worker.WaitForAsync("crm", figures => figures.TryGetProperty("heldReason", out var reason) && reason.GetString() == "CredentialsMissing");
        Assert.Contains("certificate authorities", held.GetProperty("held").GetString(), StringComparison.Ordinal);

        using (var wrong = new TestAuthority("Wrong"))
        {
            Worker.Config.WriteFile("ca", wrong.Pem);
        }

        await Worker.WaitForAsync("crm", figures => figures.TryGetProperty("lastError", out var error) && error.GetString()?.StartsWith("TLS failed", StringComparison.Ordinal) == true);
        Assert.Empty(Receiver.Requests);

        Worker.Config.WriteFile("ca", _authority.Pem);
        await Worker.WaitForAsync("crm", figures => figures.GetProperty("delivered").GetInt64() == 1);
    }

    private protected override Task<Receiver> StartReceiverAsync() =>
        Receiver.StartAsync(https: new HttpsConnectionAdapterOptions { ServerCertificate = _authority.Issue("127.0.0.1") });
}
