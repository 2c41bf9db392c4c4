using System.Net;
using System.Net.Sockets;
using ExtensibleWebhooks.Manager.Configuration;
using ExtensibleWebhooks.OAuthServer;
using ExtensibleWebhooks.OAuthServer.Clients;
using ExtensibleWebhooks.Operator.Tests.Manager.Cluster;
using Microsoft.Extensions.DependencyInjection;

namespace ExtensibleWebhooks.Operator.Tests.Manager.OAuth;

/// <summary>One for all tests of tokens: their classes follow each other.</summary>
[CollectionDefinition(nameof(OAuthCollection))]
public sealed class OAuthCollection : ICollectionFixture<OAuthCluster>;

/// <summary>The operator on a real API server, with its connect pages, and a real provider of tokens that it reaches as <c>localhost</c>.</summary>
public class OAuthCluster : OperatorCluster
{
    public const string ClientId = "crm-client";

    /// <summary>Looked for where it must not be; so is whatever the provider issues.</summary>
    public const string ClientSecret = "canary-9d41-client-secret";

    private readonly OAuthOptions _options = OptionsAt(FreePort(), null);
    private AuthorizationServer? _provider;
    private Uri _behind;

    public OAuthCluster() => _behind = Pages;

    public AuthorizationServer Provider => _provider ?? throw new InvalidOperationException("no provider runs");

    /// <summary>Of the connect pages.</summary>
    public Uri Pages => _options.ExternalUrl;

    private protected override OAuthOptions OAuth => _options;

    /// <summary>Where the provider listens.</summary>
    private protected virtual IPAddress ProviderAddress => IPAddress.Loopback;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>The provider's address under the name that specs may use: a loopback address in a spec is refused.</summary>
    public virtual Uri At(Uri url) => new UriBuilder(url) { Host = "localhost" }.Uri;

    /// <summary>Another replica with connect pages of its own, behind the same external URL.</summary>
    /// <returns>The replica, which the caller stops, and where its pages are.</returns>
    internal async Task<(RunningOperator Replica, Uri Pages)> StartBesideAsync()
    {
        var options = OptionsAt(FreePort(), Pages);
        return (await StartReplicaAsync([], options), new Uri($"http://localhost:{options.Port}"));
    }

    /// <summary>The operator that runs ends, and the other takes its place behind the external URL.</summary>
    internal async Task ReplaceAsync((RunningOperator Replica, Uri Pages) other)
    {
        Serve(other.Pages);
        await ReplaceOperatorAsync(other.Replica);
    }

    /// <summary>What is behind the external URL: a Service, in a cluster.</summary>
    public Uri Behind(Uri url) => url.Authority == Pages.Authority ? new UriBuilder(url) { Port = _behind.Port }.Uri : url;

    public override async ValueTask InitializeAsync()
    {
        _provider = await AuthorizationServer.StartAsync(new AuthorizationServerOptions { Address = ProviderAddress }, Cancelled);
        await RegisterAsync(ClientSecret);
        await base.InitializeAsync();
    }

    /// <summary>From now on the provider knows the client by this secret.</summary>
    public Task RegisterAsync(string secret) => Provider.RegisterAsync(
        new RegisteredClient { Id = ClientId, Secret = secret, RedirectUris = [new Uri(Pages, "/oauth/callback")] }, Cancelled);

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await base.DisposeAsync();
        if (_provider is not null)
        {
            await _provider.DisposeAsync();
        }
    }

    private protected override void Configure(IServiceCollection services) => services.AddSingleton(new Egress.EgressOptions
    {
        AllowLoopback = true,
        HostOverrides = new Dictionary<string, IPEndPoint> { ["localhost"] = new(IPAddress.Loopback, Provider.Address.Port) },
    });

    private static OAuthOptions OptionsAt(int port, Uri? external) => new() { Enabled = true, Port = port, ExternalUrl = external ?? new Uri($"http://localhost:{port}") };

    /// <summary>From now on these pages are behind the external URL.</summary>
    private protected void Serve(Uri pages) => _behind = pages;

    /// <summary>Free when it was asked for.</summary>
    private protected static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
