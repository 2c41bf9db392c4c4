using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using ExtensibleWebhooks.Runtime.Certificates;
using ExtensibleWebhooks.Runtime.Hosting;
using ExtensibleWebhooks.Runtime.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ExtensibleWebhooks.Operator.Tests.Runtime.Certificates;

/// <summary>A running server takes up a changed Secret with its next connection.</summary>
public sealed class ServingCertificateTests : IAsyncLifetime
{
    private static readonly string[] ServerNames = ["hooks.ns.svc"];

    private readonly CertificateIssuer _issuer = new(TimeProvider.System);
    private readonly ServingCertificate _serving = new(new CertificateMetrics(Prometheus.Metrics.NewCustomRegistry()), NullLogger<ServingCertificate>.Instance);
    private readonly WebApplication _app;

    public ServingCertificateTests()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(_serving);
        builder.WebHost.ConfigureKestrel((KestrelServerOptions kestrel) => kestrel.ListenForAdmission(0));
        _app = builder.Build();
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _app.StartAsync(Cancelled);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Secret_ThatComesChangesAndBreaks_IsServedAtOnceAsItLastCouldBeRead()
    {
        var first = NewBundle();
        var second = NewBundle();

        await Assert.ThrowsAnyAsync<Exception>(() => ServedAsync(first));
        _serving.Added(SecretOf(first.Write()));
        var atFirst = await ServedAsync(first);
        await Assert.ThrowsAsync<AuthenticationException>(() => ServedAsync(second));
        _serving.Updated(SecretOf(first.Write()), SecretOf(second.Write()));
        var afterwards = await ServedAsync(second);
        _serving.Updated(SecretOf(second.Write()), SecretOf(new Dictionary<string, byte[]> { ["tls.crt"] = "garbage"u8.ToArray() }));
        _serving.Deleted(SecretOf(second.Write()));

        Assert.Equal(first.Serving.Thumbprint, atFirst);
        Assert.Equal(second.Serving.Thumbprint, afterwards);
        Assert.Equal(second.Serving.Thumbprint, await ServedAsync(second));
    }

    private CertificateBundle NewBundle()
    {
        var authority = _issuer.NewAuthority("tests", TimeSpan.FromDays(2));
        return new CertificateBundle(authority, [], _issuer.IssueServing(authority, ServerNames, TimeSpan.FromDays(1)));
    }

    /// <summary>The thumbprint of the certificate, to a client that believes this bundle only.</summary>
    private async Task<string> ServedAsync(CertificateBundle believed)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, new Uri(_app.Urls.Single().Replace("[::]", "127.0.0.1", StringComparison.Ordinal)).Port, Cancelled);
        await using var tls = new SslStream(socket.GetStream());
        var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        trust.CustomTrustStore.Add(X509CertificateLoader.LoadCertificate(believed.Authority.RawData));
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = ServerNames[0], CertificateChainPolicy = trust }, Cancelled);
        return tls.RemoteCertificate?.GetCertHashString() ?? "";
    }

    private static CertificateSecret SecretOf(IReadOnlyDictionary<string, byte[]> files) =>
        new() { Metadata = new() { Name = "certificates", NamespaceProperty = "ns" }, Data = files };
}
