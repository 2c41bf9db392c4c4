using ExtensibleWebhooks.Support;

namespace ExtensibleWebhooks.Operator.Tests.Manager.Cluster;

/// <summary>Values of Secrets go into a worker's Secret and nowhere else.</summary>
public class SecrecyTests(OperatorCluster cluster) : IClassFixture<OperatorCluster>
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Token_OfADestination_IsInNoLogEventStatusMetricOrOtherObject()
    {
        var ns = await cluster.NewNamespaceAsync("secrecy");
        await ns.ApplyAsync(Samples.All);
        await ns.ConditionAsync("webhookdestination", "crm", "Ready", "True", "Ready");
        await ns.ApplyAsync(Samples.Join(Samples.Secret("canary-2f6c-second"), Samples.Mapping(trigger: "type =")));
        await ns.ConditionAsync("webhookmapping", "orders", "Ready", "False", "InvalidTrigger");
        await TestNamespace.EventuallyAsync("the second token", async () => await ns.FileAsync("shop-worker", "token.crm") == "canary-2f6c-second");
        var writeKey = await ns.FileAsync("shop-write-key", "writeKey") ?? "";
        var inspectToken = await ns.FileAsync("shop-worker", "inspect-token") ?? "";

        var objects = await cluster.Kubectl.RunAsync(["get", "eventsources,webhookdestinations,webhookmappings,statefulsets,services,networkpolicies,poddisruptionbudgets,configmaps,events,pods", "-n", ns.Name, "-o", "json"], Cancelled);
        var metrics = (await cluster.Operator.GetAsync("/metrics", Cancelled)).Body;
        var texts = cluster.Operator.Log.Append(objects).Append(metrics).ToList();

        Assert.NotEmpty(cluster.Operator.Log);
        foreach (var secret in new[] { "canary-2f6c", writeKey, inspectToken })
        {
            Assert.NotEmpty(secret);
            Assert.DoesNotContain(texts, text => SecretForms.Of(secret).Any(form => text.Contains(form, StringComparison.Ordinal)));
        }
    }
}
