using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Crds.WorkerConfigs;
using ExtensibleWebhooks.Manager.Controllers;
using ExtensibleWebhooks.OAuthServer.Faults;
using ExtensibleWebhooks.Operator.Tests.Manager.Cluster;
using ExtensibleWebhooks.Runtime.Cache;
using ExtensibleWebhooks.Runtime.Client;
using ExtensibleWebhooks.Support;
using Microsoft.Extensions.DependencyInjection;

namespace ExtensibleWebhooks.Operator.Tests.Manager.OAuth;

/// <summary>Client credentials, from the spec to the worker, with a provider that fails.</summary>
[Collection(nameof(OAuthCollection))]
public sealed class TokenTests(OAuthCluster cluster)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private FaultSwitch Faults => cluster.Provider.Token.Faults;

    [Fact]
    public async Task Token_OfAnEnabledDestination_IsFetchedOnceAndReachesTheWorkerAlone()
    {
        var ns = await cluster.NewNamespaceAsync("fetched");
        var asked = cluster.Provider.Token.Requests.All.Count;

        await ns.ApplyAsync(OAuthSamples.All(cluster, "ClientCredentials"));
        await ns.CredentialsAsync("True", "TokenReady");
        var token = await ns.NewTokenAsync();

        Assert.True(await cluster.Provider.IsActiveAsync(token, Cancelled));
        await ns.ConditionAsync("webhookdestination", "crm", "Ready", "True", "Ready");
        Assert.Equal(asked + 1, cluster.Provider.Token.Requests.All.Count);
        var status = await ns.StatusAsync();
        Assert.Null(status?["connectUrl"]);
        Assert.Equal(await ns.FileAsync("crm-oauth", "expiresAt") is { } end ? DateTimeOffset.Parse(end, null).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", null) : null, (string?)status?["expiresAt"]);
        Assert.Contains("webhooks_oauth_credentials_ready{namespace=\"fetched\",destination=\"crm\"} 1", (await cluster.Operator.GetAsync("/metrics", Cancelled)).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_OfADisabledDestination_IsFetchedWhenItIsEnabled()
    {
        var ns = await cluster.NewNamespaceAsync("disabled");
        var asked = cluster.Provider.Token.Requests.All.Count;
        await ns.ApplyAsync(OAuthSamples.All(cluster, "ClientCredentials").Replace("enabled: true", "enabled: false", StringComparison.Ordinal));
        await ns.ConditionAsync("webhookdestination", "crm", "ConfigPublished", "True", "Disabled");
        Assert.Equal(asked, cluster.Provider.Token.Requests.All.Count);

        await ns.RunAsync("patch", "webhookdestination", "crm", "--type", "merge", "-p", """{"spec":{"enabled":true}}""");

        await ns.CredentialsAsync("True", "TokenReady");
        await ns.NewTokenAsync();
        Assert.Equal(asked + 1, cluster.Provider.Token.Requests.All.Count);
    }

    [Fact]
    public async Task Token_ThatAReceiverRefuses_IsRefreshedWithinSecondsAndOnce()
    {
        var ns = await cluster.NewNamespaceAsync("refused");
        await ns.ApplyAsync(OAuthSamples.All(cluster, "ClientCredentials"));
        await ns.CredentialsAsync("True", "TokenReady");
        var first = await ns.NewTokenAsync();
        await ns.WorkerIsReadyAsync(cluster.Operator);
        var asked = cluster.Provider.Token.Requests.All.Count;

        cluster.Operator.Worker.Answer = $$"""{"destinations":[{"name":"crm","rejectedToken":"{{TokenFingerprint.Of(first)}}"}]}""";
        await ns.NewTokenAsync(other: first);

        // The worker goes on to report the old one until it has the new one.
        var polled = cluster.Operator.Worker.Asked;
        await Eventually.TrueAsync(() => cluster.Operator.Worker.Asked >= polled + 3, "three more questions to the worker", Cancelled);
        cluster.Operator.Worker.Answer = "{}";
        Assert.Equal(asked + 1, cluster.Provider.Token.Requests.All.Count);
    }

    [Fact]
    public async Task Provider_ThatFails_IsToldAndTriedAgainByItself()
    {
        var ns = await cluster.NewNamespaceAsync("failing");
        Faults.Always(Fault.ServerError);
        try
        {
            await ns.ApplyAsync(OAuthSamples.All(cluster, "ClientCredentials"));
            var message = await ns.CredentialsAsync("False", "TokenUnavailable");
            Assert.Contains("answered 500", message, StringComparison.Ordinal);
            Assert.Contains("it is tried again by itself, and deliveries wait", message, StringComparison.Ordinal);
            Assert.Null(await ns.WorkersTokenAsync());
        }
        finally
        {
            Faults.Clear();
        }

        await ns.CredentialsAsync("True", "TokenReady");
        await ns.NewTokenAsync();
    }

    [Fact]
    public async Task Client_ThatIsRefused_IsToldUntilItsSecretIsMended()
    {
        var ns = await cluster.NewNamespaceAsync("wrong");
        await ns.ApplyAsync(Samples.Join(Samples.Source, OAuthSamples.Secret("not-the-secret"), OAuthSamples.Destination(cluster, "ClientCredentials")));

        var message = await ns.CredentialsAsync("False", "ClientRefused");
        await ns.ApplyAsync(OAuthSamples.Secret());
        await ns.CredentialsAsync("True", "TokenReady");

        Assert.Contains("invalid_client", message, StringComparison.Ordinal);
        Assert.DoesNotContain("not-the-secret", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Secret_OfTheClientMissing_IsToldByItsPlaceAndThenResolved()
    {
        var ns = await cluster.NewNamespaceAsync("clientless");
        await ns.ApplyAsync(Samples.Join(Samples.Source, OAuthSamples.Destination(cluster, "ClientCredentials")));

        var missing = await ns.ConditionAsync("webhookdestination", "crm", "SecretsResolved", "False", "SecretNotFound");
        await ns.CredentialsAsync("False", "CredentialsMissing");
        await ns.ApplyAsync(OAuthSamples.Secret());
        await ns.CredentialsAsync("True", "TokenReady");

        Assert.Contains("spec.authentication.oauth2.clientSecretRef", missing, StringComparison.Ordinal);
        Assert.DoesNotContain("crm-oauth", missing, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Destination_WithoutOAuthFromNowOn_KeepsNoToken()
    {
        var ns = await cluster.NewNamespaceAsync("switched");
        await ns.ApplyAsync(OAuthSamples.All(cluster, "ClientCredentials"));
        await ns.CredentialsAsync("True", "TokenReady");
        await ns.NewTokenAsync();

        await ns.RunAsync("patch", "webhookdestination", "crm", "--type", "merge", "-p", """{"spec":{"authentication":{"type":"None","oauth2":null}}}""");

        await TestNamespace.EventuallyAsync("no tokens", async () => await ns.FileAsync("crm-oauth", "accessToken") is null && await ns.WorkersTokenAsync() is null);
        await TestNamespace.EventuallyAsync("no status of them", async () => await ns.StatusAsync() is null);
    }

    [Fact]
    public async Task Destination_Deleted_RevokesItsTokens()
    {
        var ns = await cluster.NewNamespaceAsync("revoked");
        await ns.ApplyAsync(OAuthSamples.All(cluster, "ClientCredentials", revokes: true));
        await ns.CredentialsAsync("True", "TokenReady");
        var token = await ns.NewTokenAsync();
        Assert.Equal(RevocationFinalizer.Name, (string?)(await ns.GetAsync("webhookdestination", "crm"))?["metadata"]?["finalizers"]?[0]);

        await ns.RunAsync("delete", "webhookdestination", "crm", "--wait=false");

        await TestNamespace.EventuallyAsync("the destination to be gone", async () => await ns.GetAsync("webhookdestination", "crm") is null);
        Assert.False(await cluster.Provider.IsActiveAsync(token, Cancelled));
        Assert.Null(await ns.FileAsync("crm-oauth", "accessToken"));
        Assert.Contains(cluster.Operator.Log, line => line.Contains("revoked/crm: deleted. Its tokens are revoked at the provider", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Destination_DeletedBeforeAnybodyConnectedIt_SaysThatThereWasNothingToRevoke()
    {
        var ns = await cluster.NewNamespaceAsync("tokenless");
        await ns.ApplyAsync(OAuthSamples.All(cluster, "AuthorizationCode", revokes: true));
        await ns.CredentialsAsync("False", "ConnectRequired");

        await ns.RunAsync("delete", "webhookdestination", "crm", "--wait=false");

        await TestNamespace.EventuallyAsync("the destination to be gone", async () => await ns.GetAsync("webhookdestination", "crm") is null);
        var told = Assert.Single(cluster.Operator.Log, line => line.Contains("tokenless/crm: deleted.", StringComparison.Ordinal));
        Assert.Contains("It had no tokens to revoke", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Destination_WithoutARevokeUrlFromNowOn_CanBeDeletedAtOnce()
    {
        var ns = await cluster.NewNamespaceAsync("unbound");
        await ns.ApplyAsync(OAuthSamples.All(cluster, "ClientCredentials", revokes: true));
        await TestNamespace.EventuallyAsync("the finalizer", async () => (await ns.GetAsync("webhookdestination", "crm"))?["metadata"]?["finalizers"]?.AsArray().Count == 1);

        await ns.RunAsync("patch", "webhookdestination", "crm", "--type", "merge", "-p", """{"spec":{"authentication":{"oauth2":{"revokeUrl":null}}}}""");

        await TestNamespace.EventuallyAsync("no finalizer", async () => (await ns.GetAsync("webhookdestination", "crm"))?["metadata"]?["finalizers"] is null);
    }

    [Fact]
    public async Task Destination_DeletedWhileTheProviderRefuses_GoesAllTheSameAndSaysSo()
    {
        var ns = await cluster.NewNamespaceAsync("unrevoked");
        await ns.ApplyAsync(OAuthSamples.All(cluster, "ClientCredentials", revokes: true));
        await ns.CredentialsAsync("True", "TokenReady");
        cluster.Provider.Revocation.Faults.Next(Fault.InvalidClient);

        await ns.RunAsync("delete", "webhookdestination", "crm", "--wait=false");

        await TestNamespace.EventuallyAsync("the destination to be gone", async () => await ns.GetAsync("webhookdestination", "crm") is null);
        await TestNamespace.EventuallyAsync("an event", async () =>
            (await ns.GetAsync("events"))?.ToJsonString().Contains("Deleted. Its tokens are not revoked at the provider: revokeUrl at localhost answered 401 (invalid_client", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task Destination_DeletedWhileTheProviderIsAway_IsHeldForAWhileOnly()
    {
        var ns = await cluster.NewNamespaceAsync("patient");
        await ns.ApplyAsync(OAuthSamples.All(cluster, "ClientCredentials", revokes: true));
        await ns.CredentialsAsync("True", "TokenReady");
        var finalizer = cluster.Operator.Services.GetRequiredService<RevocationFinalizer>();
        var cached = cluster.Operator.Services.GetRequiredService<ILister<WebhookDestination>>().Get(new NamespacedName(ns.Name, "crm"));
        Assert.NotNull(cached);
        cluster.Provider.Revocation.Faults.Always(Fault.ServerError);
        try
        {
            var early = await finalizer.FinalizeAsync(Deleted(cached, TimeSpan.Zero), Cancelled);
            var late = await finalizer.FinalizeAsync(Deleted(cached, RevocationFinalizer.Patience), Cancelled);

            Assert.NotNull(early.RequeueAfter);
            Assert.Equal((true, null), (late.IsSuccess, late.RequeueAfter));
        }
        finally
        {
            cluster.Provider.Revocation.Faults.Clear();
        }
    }

    private static WebhookDestination Deleted(WebhookDestination destination, TimeSpan ago) => new()
    {
        ApiVersion = destination.ApiVersion,
        Kind = destination.Kind,
        Metadata = new()
        {
            Name = destination.Metadata.Name,
            NamespaceProperty = destination.Metadata.NamespaceProperty,
            Uid = destination.Metadata.Uid,
            DeletionTimestamp = TimeProvider.System.GetUtcNow().UtcDateTime - ago,
        },
        Spec = destination.Spec,
    };
}
