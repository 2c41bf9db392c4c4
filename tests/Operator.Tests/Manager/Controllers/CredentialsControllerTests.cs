using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Credentials.Lifecycle;
using ExtensibleWebhooks.Credentials.Stores;
using ExtensibleWebhooks.Credentials.Tokens;
using ExtensibleWebhooks.Manager.Controllers;
using ExtensibleWebhooks.Manager.Planning;
using ExtensibleWebhooks.Manager.Statuses;
using ExtensibleWebhooks.Manager.Tokens;
using ExtensibleWebhooks.Operator.Tests.Credentials.Stores;
using ExtensibleWebhooks.Runtime.Cache;
using ExtensibleWebhooks.Runtime.Client;
using k8s.Models;
using Microsoft.Extensions.Time.Testing;

namespace ExtensibleWebhooks.Operator.Tests.Manager.Controllers;

public sealed class CredentialsControllerTests
{
    private static readonly CredentialKey Key = new("shop", "crm", "uid-1");

    private static WebhookDestination Destination => new()
    {
        Metadata = new V1ObjectMeta { NamespaceProperty = Key.Namespace, Name = Key.Name, Uid = Key.Uid },
        Spec = new WebhookDestinationSpec { SourceRef = new() { Name = "shop" } },
        Status = new WebhookDestinationStatus { Credentials = new CredentialsStatus { Reason = "TokenReady" } },
    };

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Tokens_OfADestinationWithoutOAuth_AreForgottenAlsoWhereThatFailsOnce()
    {
        var failures = new Queue<string?>(["the server is away"]);
        var store = new MemoryTokenStore { Before = _ => Task.FromResult(failures.TryDequeue(out var problem) ? problem : null) };
        store.Put(Key, new StoredTokens { Tokens = new TokenSet { AccessToken = "a", RefreshToken = "r", ObtainedAt = default }, ClientFingerprint = "f" });
        var statuses = new FakeStatuses(Destination);
        var controller = ControllerOf(store, statuses);

        var first = await controller.ReconcileAsync(Destination, Ending);
        var patches = statuses.Patches;
        var second = await controller.ReconcileAsync(Destination, Ending);

        Assert.False(first.IsSuccess);
        Assert.Contains("the server is away", first.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal(0, patches);
        Assert.True(second.IsSuccess);
        Assert.Null(store[Key]);
        Assert.Equal(1, statuses.Patches);
    }

    private static CredentialsController ControllerOf(MemoryTokenStore store, FakeStatuses statuses)
    {
        var time = new FakeTimeProvider();
        var secrets = new Store<MetadataOf<V1Secret>>();
        var name = new NamespacedName(Key.Namespace, "crm-oauth");
        secrets.Set(name, new MetadataOf<V1Secret> { Metadata = new V1ObjectMeta { NamespaceProperty = name.Namespace, Name = name.Name } });
        var upkeep = new TokenUpkeep(new TokenKeeper(store, "tests", time, new Random(1)), store, secrets, new TokenMetrics(Prometheus.Metrics.NewCustomRegistry()), time);

        // Without OAuth 2.0 it asks nobody for tokens, and makes no link.
        return new CredentialsController(null!, new RejectedTokens(), null!, new CredentialsStatusWriter(statuses), new SpecChecks(), upkeep);
    }
}
