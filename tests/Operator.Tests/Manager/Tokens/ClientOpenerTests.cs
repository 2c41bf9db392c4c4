using System.Net;
using System.Text;
using ExtensibleWebhooks.Crds.References;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Credentials.Endpoint;
using ExtensibleWebhooks.Egress;
using ExtensibleWebhooks.Engine.Addresses;
using ExtensibleWebhooks.Manager.Tokens;
using ExtensibleWebhooks.Operator.Tests.Credentials;
using ExtensibleWebhooks.Operator.Tests.Credentials.Endpoint;
using ExtensibleWebhooks.Operator.Tests.Runtime.Controllers;
using ExtensibleWebhooks.Runtime.Client;
using ExtensibleWebhooks.Support;
using ExtensibleWebhooks.Support.Certificates;
using k8s.Models;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace ExtensibleWebhooks.Operator.Tests.Manager.Tokens;

/// <summary>How the operator reaches a provider: by the authorities and the egress policy of the destination that it asks for.</summary>
public sealed class ClientOpenerTests : IAsyncLifetime
{
    private readonly TestAuthority _authority = new("Provider");
    private readonly Secrets _secrets = new();
    private readonly Names _names = new();
    private TokenServer? _server;

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    private TokenServer Server => _server ?? throw new InvalidOperationException("Not started.");

    public async ValueTask InitializeAsync()
    {
        _server = await TokenServer.StartAsync(new HttpsConnectionAdapterOptions { ServerCertificate = _authority.Issue("127.0.0.1") });
        _server.AnswerWith(200, """{"access_token":"tok"}""");
        _secrets.Values[("crm", "clientSecret")] = TestClient.Secret;
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _authority.Dispose();
    }

    [Fact]
    public async Task Provider_OfAPrivateAuthority_IsTrustedWhereTheSpecNamesIt()
    {
        _secrets.Values[("authorities", "ca.crt")] = _authority.Pem;

        Assert.IsType<TokenAnswer.Granted>(await FetchAsync(Server.Url, authorities: "ca.crt"));
        Assert.Equal(UnavailableKind.Network, Assert.IsType<TokenAnswer.Unavailable>(await FetchAsync(Server.Url)).Kind);
        Assert.Single(Server.Calls);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("no certificate")]
    public async Task Authorities_ThatCannotBeRead_AreToldByTheirPlaceAndNothingIsSent(string? pem)
    {
        if (pem is not null)
        {
            _secrets.Values[("authorities", "ca.crt")] = pem;
        }

        using var opening = await OpenAsync(Server.Url, new EgressOptions { AllowLoopback = true }, "ca.crt");

        Assert.Null(opening.Open);
        Assert.Equal("spec.tls.caSecretRef: the Secret authorities has no certificates in PEM under ca.crt: mend it", Assert.Single(opening.Problems));
    }

    [Fact]
    public async Task Provider_AtAnAddressThatThePolicyRefuses_IsSentNothing()
    {
        _secrets.Values[("authorities", "ca.crt")] = _authority.Pem;

        var answer = await FetchAsync(Server.Url, new EgressOptions(), "ca.crt");

        Assert.Contains("loopback", Assert.IsType<TokenAnswer.Unavailable>(answer).Message, StringComparison.Ordinal);
        Assert.Empty(Server.Calls);
    }

    /// <summary>A private address is open to Services of the destination's namespace, wherever the operator runs, and to nobody else.</summary>
    [Theory]
    [InlineData("auth", "auth.shop.svc", false)]
    [InlineData("auth.shop.svc", "auth.shop.svc", false)]
    [InlineData("auth.webhooks-system.svc", "auth.webhooks-system.svc", true)]
    public async Task Provider_InTheCluster_IsAServiceOfTheDestinationsNamespace(string host, string asked, bool isRefused)
    {
        Assert.SkipWhen(_names.Own is null || AddressTable.KindOf(_names.Own) != AddressKind.Private, "This machine has no private IPv4 address.");

        var answer = await FetchAsync($"https://{host}:1", new EgressOptions());

        Assert.StartsWith(asked, Assert.Single(_names.Asked.Distinct()), StringComparison.Ordinal);
        Assert.Equal(isRefused, Assert.IsType<TokenAnswer.Unavailable>(answer).Message.Contains("private", StringComparison.Ordinal));
    }

    private async Task<TokenAnswer> FetchAsync(string url, EgressOptions? egress = null, string? authorities = null)
    {
        using var opening = await OpenAsync(url, egress ?? new EgressOptions { AllowLoopback = true }, authorities);
        var open = opening.Open ?? throw new InvalidOperationException(string.Join("; ", opening.Problems));
        return await open.Endpoint.FetchAsync(open.Client, Ending);
    }

    private Task<ClientOpening> OpenAsync(string url, EgressOptions egress, string? authorities)
    {
        var destination = new WebhookDestination
        {
            Metadata = new V1ObjectMeta { NamespaceProperty = "shop", Name = "crm", Uid = "uid-1" },
            Spec = new WebhookDestinationSpec
            {
                SourceRef = new() { Name = "shop" },
                Authentication = new AuthenticationSpec { Type = AuthenticationType.OAuth2, OAuth2 = TestClient.Spec(url, OAuth2Flow.ClientCredentials) },
                Tls = authorities is null ? null : new TlsSpec { CaSecretRef = new SecretKeyRef { Name = "authorities", Key = authorities } },
            },
        };
        var opener = new ClientOpener(_secrets, egress, _names, new TokenMetrics(Prometheus.Metrics.NewCustomRegistry()), TimeProvider.System);
        return opener.OpenAsync(destination, Ending);
    }

    private sealed class Secrets : NoClient
    {
        public Dictionary<(string Name, string Key), string> Values { get; } = [];

        public override Task<T?> GetAsync<T>(ApiResource resource, string? @namespace, string name, CancellationToken cancellationToken)
            where T : class
        {
            var data = Values.Where(value => value.Key.Name == name).ToDictionary(value => value.Key.Key, value => Encoding.UTF8.GetBytes(value.Value));
            return Task.FromResult((T?)(object?)(data.Count == 0 ? null : new V1Secret { Data = data }));
        }
    }

    /// <summary>Every name is at this machine's private address, at which nothing listens.</summary>
    private sealed class Names : INameResolver
    {
        public IPAddress? Own { get; } = MachineAddress.Find();

        public List<string> Asked { get; } = [];

        public ValueTask<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken)
        {
            if (IPAddress.TryParse(host, out var literal))
            {
                return new([literal]);
            }

            Asked.Add(host);
            return new([Own ?? IPAddress.Loopback]);
        }
    }
}
