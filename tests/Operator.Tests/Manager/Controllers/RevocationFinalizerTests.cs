using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Credentials.Lifecycle;
using ExtensibleWebhooks.Egress;
using ExtensibleWebhooks.Manager.Controllers;
using ExtensibleWebhooks.Manager.Tokens;
using ExtensibleWebhooks.Operator.Tests.Cluster;
using ExtensibleWebhooks.Operator.Tests.Runtime.RealApi;
using ExtensibleWebhooks.Runtime.Client;
using ExtensibleWebhooks.Runtime.Events;
using ExtensibleWebhooks.Runtime.Finalizers;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace ExtensibleWebhooks.Operator.Tests.Manager.Controllers;

/// <summary>A deletion on a real API server that refuses the operator something, by its roles.</summary>
public sealed class RevocationFinalizerTests(ApiServerFixture fixture)
{
    private readonly FakeTimeProvider _time = new();
    private readonly List<string> _events = [];

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Secret_ThatTheApiServerRefusesToShow_HoldsTheDeletionForAWhileOnlyAndIsTold()
    {
        await fixture.GetWithKindsAsync(Ending);
        var api = await RealApi.InNewNamespaceAsync(fixture);
        await DeleteDestinationAsync(api);
        var refused = await api.WithRightsOnlyAsync("get,patch", "webhookdestinations.webhooks.extensible.dev");
        var finalizers = FinalizersOver(refused);

        var early = await finalizers.FinalizeAsync(await DestinationAsync(api) ?? throw new InvalidOperationException("It is gone."), Ending);
        var still = await DestinationAsync(api);
        _time.Advance(RevocationFinalizer.Patience);
        var late = await finalizers.FinalizeAsync(still ?? throw new InvalidOperationException("It went at once."), Ending);

        Assert.Equal((true, true), (early.IsSuccess, early.RequeueAfter is not null));
        Assert.Equal((true, null), (late.IsSuccess, late.RequeueAfter));
        Assert.Null(await DestinationAsync(api));
        var told = Assert.Single(_events);
        Assert.Equal($"Warning TokenUnavailable Deleted. Its tokens are not known to be revoked at the provider: get secrets {api.Namespace}/crm-client: 403 Forbidden", told);
    }

    /// <summary>One with our finalizer, whose deletion waits from the clock's now on.</summary>
    private async Task DeleteDestinationAsync(RealApi api)
    {
        await api.Server.Kubectl.ApplyAsync(
            $$"""
            apiVersion: webhooks.extensible.dev/v1alpha1
            kind: WebhookDestination
            metadata: {name: crm, namespace: {{api.Namespace}}, finalizers: [{{RevocationFinalizer.Name}}]}
            spec:
              sourceRef: {name: shop}
              authentication:
                type: OAuth2
                oauth2:
                  flow: ClientCredentials
                  clientId: crm
                  clientSecretRef: {name: crm-client, key: secret}
                  accessTokenUrl: https://auth.example.com/token
                  revokeUrl: https://auth.example.com/revoke
            """,
            Ending);
        await api.Server.Kubectl.RunAsync(["delete", "webhookdestination", "crm", "-n", api.Namespace, "--wait=false"], Ending);
        var deleted = (await DestinationAsync(api))?.Metadata.DeletionTimestamp ?? throw new InvalidOperationException("It is not being deleted.");
        _time.SetUtcNow(new DateTimeOffset(deleted));
    }

    private static Task<WebhookDestination?> DestinationAsync(RealApi api) => api.Client.GetAsync<WebhookDestination>(api.Namespace, "crm", Ending);

    private FinalizerSet<WebhookDestination> FinalizersOver(IResourceClient client)
    {
        var clients = new ClientOpener(client, new EgressOptions(), new SystemNameResolver(), new TokenMetrics(Prometheus.Metrics.NewCustomRegistry()), _time);
        var keeper = new TokenKeeper(new SecretTokenStore(client), "tests", _time, new Random(1));
        EventPublisher events = (_, reason, message, type, _) =>
        {
            _events.Add($"{type} {reason} {message}");
            return Task.CompletedTask;
        };
        var finalizer = new RevocationFinalizer(clients, keeper, events, _time, NullLogger<RevocationFinalizer>.Instance);
        return new FinalizerSet<WebhookDestination>(client, [new NamedFinalizer<WebhookDestination>(RevocationFinalizer.Name, finalizer, RevocationFinalizer.IsNeededFor)]);
    }
}
