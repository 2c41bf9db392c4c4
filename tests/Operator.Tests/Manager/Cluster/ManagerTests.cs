using System.Text.Json.Nodes;

namespace ExtensibleWebhooks.Operator.Tests.Manager.Cluster;

/// <summary>What a user does, and what the operator makes of it.</summary>
public class ManagerTests(OperatorCluster cluster) : IClassFixture<OperatorCluster>
{
    [Fact]
    public async Task Manifests_Applied_BecomeAWorkerWithItsConfigurationAndStatuses()
    {
        var ns = await cluster.NewNamespaceAsync("applied");

        await ns.ApplyAsync(Samples.All);

        await ns.ConditionAsync("webhookmapping", "orders", "Ready", "True", "Ready");
        await ns.ConditionAsync("webhookdestination", "crm", "Ready", "True", "Ready");
        await ns.ConditionAsync("eventsource", "shop", "Ready", "False", "WorkersNotReady");
        await ns.ConfigAsync("shop", "the mapping in the configuration", config => config.Contains("\"orders\"", StringComparison.Ordinal));
        Assert.Equal(Samples.Token, await ns.FileAsync("shop-worker", "token.crm"));
        Assert.Equal(await ns.FileAsync("shop-write-key", "writeKey"), await ns.FileAsync("shop-worker", "write-key"));
        Assert.Equal(48, (await ns.FileAsync("shop-worker", "inspect-token"))?.Length);

        var status = (await ns.GetAsync("eventsource", "shop"))?["status"];
        Assert.Equal("http://shop-ingest.applied.svc", (string?)status?["ingestUrl"]);
        Assert.Equal("shop-write-key", (string?)status?["writeKeySecretName"]);
        Assert.Equal(1, (int?)status?["workers"]?["desired"]);
        foreach (var owned in new[] { "statefulset/shop-worker", "service/shop-worker", "service/shop-ingest", "networkpolicy/shop-worker", "poddisruptionbudget/shop-worker", "secret/shop-worker", "secret/shop-write-key" })
        {
            Assert.Equal("EventSource", (string?)(await ns.GetAsync(owned))?["metadata"]?["ownerReferences"]?[0]?["kind"]);
        }
    }

    [Fact]
    public async Task BearerSecret_Rotated_ReachesTheWorkersSecretAndItsPodsAreTold()
    {
        var ns = await cluster.NewNamespaceAsync("rotated");
        await ns.ApplyAsync(Samples.All);
        await ns.ConditionAsync("webhookdestination", "crm", "Ready", "True", "Ready");
        await MakePodAsync(ns);
        var before = await ToldAsync(ns, other: null);
        var statefulSet = await VersionAsync(ns, "statefulset/shop-worker");

        await ns.ApplyAsync(Samples.Secret("canary-2f6c-rotated"));

        await ToldAsync(ns, other: before);
        Assert.Equal("canary-2f6c-rotated", await ns.FileAsync("shop-worker", "token.crm"));
        Assert.Equal(statefulSet, await VersionAsync(ns, "statefulset/shop-worker"));
    }

    [Fact]
    public async Task Mapping_Edited_ChangesTheConfigurationAndNotThePods()
    {
        var ns = await cluster.NewNamespaceAsync("edited");
        await ns.ApplyAsync(Samples.All);
        await ns.ConditionAsync("webhookmapping", "orders", "Ready", "True", "Ready");
        var statefulSet = await VersionAsync(ns, "statefulset/shop-worker");
        var key = await ns.FileAsync("shop-write-key", "writeKey");

        await ns.ApplyAsync(Samples.Mapping(trigger: "event = \"Order Cancelled\""));

        await ns.ConfigAsync("shop", "the new trigger", config => config.Contains("Order Cancelled", StringComparison.Ordinal));
        await ns.ConditionAsync("webhookmapping", "orders", "Ready", "True", "Ready");
        Assert.Equal(statefulSet, await VersionAsync(ns, "statefulset/shop-worker"));
        Assert.Equal(key, await ns.FileAsync("shop-write-key", "writeKey"));
    }

    [Fact]
    public async Task Destination_Deleted_LeavesTheConfigurationWithItsCredentials()
    {
        var ns = await cluster.NewNamespaceAsync("deleted");
        await ns.ApplyAsync(Samples.All);
        await ns.ConditionAsync("webhookdestination", "crm", "Ready", "True", "Ready");

        await ns.RunAsync("delete", "webhookdestination", "crm");

        await ns.ConfigAsync("shop", "the destination to leave", config => !config.Contains("crm", StringComparison.Ordinal));
        Assert.Null(await ns.FileAsync("shop-worker", "token.crm"));
        await ns.ConditionAsync("webhookmapping", "orders", "ReferencesResolved", "False", "DestinationNotFound");
    }

    [Fact]
    public async Task Objects_ChangedOrDeletedByOthers_AreMadeAsTheyWere()
    {
        var ns = await cluster.NewNamespaceAsync("drifted");
        await ns.ApplyAsync(Samples.All);
        await ns.ConditionAsync("eventsource", "shop", "WorkersAvailable", "False", "WorkersNotReady");

        await ns.RunAsync("scale", "statefulset", "shop-worker", "--replicas", "0");
        await ns.RunAsync("delete", "service", "shop-ingest");
        await ns.RunAsync("patch", "secret", "shop-worker", "--type", "merge", "-p", """{"data":{"config.json":"e30="}}""");
        await ns.RunAsync("label", "networkpolicy", "shop-worker", "app.kubernetes.io/component=other", "--overwrite");

        await TestNamespace.EventuallyAsync("one replica", async () => (int?)(await ns.GetAsync("statefulset", "shop-worker"))?["spec"]?["replicas"] == 1);
        await TestNamespace.EventuallyAsync("the Service", async () => await ns.GetAsync("service", "shop-ingest") is not null);
        await ns.ConfigAsync("shop", "the configuration", config => config.Contains("crm", StringComparison.Ordinal));
        await TestNamespace.EventuallyAsync("the label", async () =>
            (string?)(await ns.GetAsync("networkpolicy", "shop-worker"))?["metadata"]?["labels"]?["app.kubernetes.io/component"] == "worker");
    }

    [Fact]
    public async Task Secrets_Deleted_AreMadeAnewWithNewTokens()
    {
        var ns = await cluster.NewNamespaceAsync("regenerated");
        await ns.ApplyAsync(Samples.All);
        await ns.ConditionAsync("eventsource", "shop", "ConfigPublished", "True", "Published");
        var key = await ns.FileAsync("shop-write-key", "writeKey");

        await ns.RunAsync("delete", "secret", "shop-worker", "shop-write-key");

        await TestNamespace.EventuallyAsync("a new write key, in both", async () =>
            await ns.FileAsync("shop-write-key", "writeKey") is { } anew && anew != key && anew == await ns.FileAsync("shop-worker", "write-key"));
        Assert.Equal(Samples.Token, await ns.FileAsync("shop-worker", "token.crm"));
    }

    [Fact]
    public async Task Name_TakenBySomebodyElse_IsToldAndLeftAlone()
    {
        var ns = await cluster.NewNamespaceAsync("taken");
        await ns.RunAsync("create", "service", "clusterip", "shop-ingest", "--tcp=1:1");
        var before = await VersionAsync(ns, "service/shop-ingest");

        await ns.ApplyAsync(Samples.All);

        var message = await ns.ConditionAsync("eventsource", "shop", "WorkersAvailable", "False", "ApplyFailed");
        Assert.Contains("There is a Service shop-ingest that this EventSource does not own", message, StringComparison.Ordinal);
        Assert.Equal(before, await VersionAsync(ns, "service/shop-ingest"));
        await ns.ConditionAsync("webhookmapping", "orders", "Ready", "True", "Ready");
    }

    [Fact]
    public async Task Volume_OfAnotherSize_IsToldUntilItIsSetBack()
    {
        var ns = await cluster.NewNamespaceAsync("resized");
        await ns.ApplyAsync(Samples.All);
        await ns.ConditionAsync("eventsource", "shop", "SpecValid", "True", "Valid");
        await TestNamespace.EventuallyAsync("the StatefulSet", async () => await ns.GetAsync("statefulset", "shop-worker") is not null);

        await ns.ApplyAsync(Samples.Source.Replace("spec: {}", "spec: {engine: {embedded: {size: 20Gi}}}", StringComparison.Ordinal));
        var message = await ns.ConditionAsync("eventsource", "shop", "SpecValid", "False", "ImmutableField");
        await ns.ApplyAsync(Samples.Mapping(trigger: "event = \"Meanwhile\""));
        await ns.ConfigAsync("shop", "changes go on meanwhile", config => config.Contains("Meanwhile", StringComparison.Ordinal));
        await ns.ApplyAsync(Samples.Source.Replace("spec: {}", "spec: {engine: {embedded: {size: 10240Mi}}}", StringComparison.Ordinal));

        Assert.Contains("--cascade=orphan", message, StringComparison.Ordinal);
        await ns.ConditionAsync("eventsource", "shop", "SpecValid", "True", "Valid");
    }

    [Fact]
    public async Task Pods_TheApiServerRefuses_AreToldWithThePlace()
    {
        var ns = await cluster.NewNamespaceAsync("refused");
        await ns.ApplyAsync(Samples.Join(Samples.Source.Replace("spec: {}", "spec: {workers: {resources: {requests: {cpu: nonsense}}}}", StringComparison.Ordinal), Samples.Destination, Samples.Secret(), Samples.Mapping()));

        var message = await ns.ConditionAsync("eventsource", "shop", "WorkersAvailable", "False", "ApplyFailed");

        Assert.Contains("StatefulSet shop-worker", message, StringComparison.Ordinal);
        await ns.ConditionAsync("webhookmapping", "orders", "Ready", "True", "Ready");
        await ns.ApplyAsync(Samples.Source.Replace("spec: {}", "spec: {workers: {resources: {requests: {cpu: 50m}}}}", StringComparison.Ordinal));
        await ns.ConditionAsync("eventsource", "shop", "WorkersAvailable", "False", "WorkersNotReady");
    }

    [Fact]
    public async Task Pods_Ready_MakeTheSourceReadyAndItsEventsTellOfTheTurns()
    {
        var ns = await cluster.NewNamespaceAsync("ready");
        await ns.ApplyAsync(Samples.All);
        await ns.ConditionAsync("eventsource", "shop", "WorkersAvailable", "False", "WorkersNotReady");

        await ns.RunAsync("patch", "statefulset", "shop-worker", "--subresource", "status", "--type", "merge", "-p", """{"status":{"replicas":1,"readyReplicas":1}}""");

        await ns.ConditionAsync("eventsource", "shop", "Ready", "True", "Ready");
        await TestNamespace.EventuallyAsync("an event for each turn", async () =>
        {
            var events = (await ns.GetAsync("events"))?["items"] as JsonArray ?? [];
            var reasons = events.Where(item => (string?)item?["involvedObject"]?["kind"] == "EventSource").Select(item => (string?)item?["reason"]);
            return reasons.Contains("Ready") && reasons.Contains("WorkersNotReady");
        });
    }

    [Fact]
    public async Task Namespace_BeingDeleted_IsLeftInPeace()
    {
        var ns = await cluster.NewNamespaceAsync("going");
        await ns.ApplyAsync(Samples.All);
        await ns.ConditionAsync("webhookmapping", "orders", "Ready", "True", "Ready");

        // Nothing finishes the deletion here, so that the namespace stays as it is in the middle of one.
        await cluster.Kubectl.RunAsync(["delete", "namespace", ns.Name, "--wait=false"], TestContext.Current.CancellationToken);
        await ns.RunAsync("delete", "service", "shop-ingest");
        await ns.ApplyAsync(Samples.Mapping(trigger: "event = \"Late\""));
        await ns.ConfigAsync("shop", "what exists is kept up to date", config => config.Contains("Late", StringComparison.Ordinal));

        // One source is looked at once at a time: when the second change is there, the look that missed the Service is over.
        await ns.ApplyAsync(Samples.Mapping(trigger: "event = \"Later\""));
        await ns.ConfigAsync("shop", "the second change", config => config.Contains("Later", StringComparison.Ordinal));

        Assert.DoesNotContain(cluster.Operator.Log, line => line.Contains("going/shop: failed", StringComparison.Ordinal));
        Assert.Null(await ns.GetAsync("service", "shop-ingest"));
    }

    [Fact]
    public async Task Figures_OfAReadyWorker_AreWrittenOnceAndKeptByTheOtherWriter()
    {
        var ns = await cluster.NewNamespaceAsync("figures");
        await ns.ApplyAsync(Samples.All);
        await ns.ConditionAsync("webhookdestination", "crm", "Ready", "True", "Ready");
        await ns.RunAsync("patch", "statefulset", "shop-worker", "--subresource", "status", "--type", "merge", "-p", """{"status":{"replicas":1,"readyReplicas":1}}""");
        await ns.ConditionAsync("eventsource", "shop", "Ready", "True", "Ready");
        cluster.Operator.Worker.Token = await ns.FileAsync("shop-worker", "inspect-token");
        cluster.Operator.Worker.Answer = """{"events":{"accepted":7},"destinations":[{"name":"crm","delivered":6,"lastError":"503"},{"name":"gone"}]}""";

        await cluster.Operator.ReadFiguresAsync(TestContext.Current.CancellationToken);
        await TestNamespace.EventuallyAsync("the operator's cache to have them", async () =>
        {
            var count = await cluster.CountWritesAsync();
            await cluster.Operator.ReadFiguresAsync(TestContext.Current.CancellationToken);
            return (await cluster.WritesSinceAsync(count)).Count == 0;
        });
        await ns.ApplyAsync(Samples.Destination.Replace("enabled: true", "enabled: false", StringComparison.Ordinal));
        await ns.ConditionAsync("webhookdestination", "crm", "Ready", "True", "Disabled");

        Assert.Equal(7, (int?)(await ns.GetAsync("eventsource", "shop"))?["status"]?["events"]?["accepted"]);
        Assert.StartsWith("2 quick tries, then one after up to 1s, 2s", (string?)(await ns.GetAsync("webhookdestination", "crm"))?["status"]?["retrySchedule"], StringComparison.Ordinal);
        var delivery = (await ns.GetAsync("webhookdestination", "crm"))?["status"]?["delivery"];
        Assert.Equal((6, "503"), ((int?)delivery?["delivered"], (string?)delivery?["lastError"]));
    }

    [Fact]
    public async Task CircuitBreaker_OfALaneThatOpens_IsAConditionOfItsDestinationAndAnEvent()
    {
        var ns = await cluster.NewNamespaceAsync("breaker");
        await ns.ApplyAsync(Samples.All);
        await ns.ConditionAsync("webhookdestination", "crm", "Ready", "True", "Ready");
        await ns.RunAsync("patch", "statefulset", "shop-worker", "--subresource", "status", "--type", "merge", "-p", """{"status":{"replicas":1,"readyReplicas":1}}""");
        await ns.ConditionAsync("eventsource", "shop", "Ready", "True", "Ready");
        cluster.Operator.Worker.Token = await ns.FileAsync("shop-worker", "inspect-token");
        cluster.Operator.Worker.Answer = """{"destinations":[{"name":"crm","circuitBreaker":"Open","heldReason":"CircuitOpen","held":"the receiver fails"}]}""";

        await cluster.Operator.ReadFiguresAsync(TestContext.Current.CancellationToken);

        await ns.ConditionAsync("webhookdestination", "crm", "Delivering", "False", "CircuitOpen");
        await TestNamespace.EventuallyAsync("an event of the destination", async () =>
        {
            var events = (await ns.GetAsync("events"))?["items"] as JsonArray ?? [];
            return events.Any(item => (string?)item?["involvedObject"]?["kind"] == "WebhookDestination" && (string?)item?["reason"] == "CircuitOpen");
        });
    }

    private static async Task<string?> VersionAsync(TestNamespace ns, string what) => (string?)(await ns.GetAsync(what))?["metadata"]?["resourceVersion"];

    /// <summary>What the StatefulSet's controller would make.</summary>
    private static async Task MakePodAsync(TestNamespace ns)
    {
        var statefulSet = await ns.GetAsync("statefulset", "shop-worker");
        await ns.ApplyAsync($$"""
            apiVersion: v1
            kind: Pod
            metadata:
              name: shop-worker-0
              labels: {{statefulSet?["spec"]?["template"]?["metadata"]?["labels"]?.ToJsonString()}}
              ownerReferences: [{apiVersion: apps/v1, kind: StatefulSet, name: shop-worker, uid: {{statefulSet?["metadata"]?["uid"]}}, controller: true}]
            spec: {containers: [{name: worker, image: "worker:test"}]}
            """);
    }

    /// <summary>Waits for the pod to be told of a Secret other than the one given.</summary>
    private static async Task<string?> ToldAsync(TestNamespace ns, string? other)
    {
        string? told = null;
        await TestNamespace.EventuallyAsync("the pod to be told", async () =>
        {
            told = (string?)(await ns.GetAsync("pod", "shop-worker-0"))?["metadata"]?["annotations"]?["webhooks.extensible.dev/config"];
            return told is not null && told != other;
        });
        return told;
    }
}
