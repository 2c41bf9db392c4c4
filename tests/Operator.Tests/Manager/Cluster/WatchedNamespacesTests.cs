namespace ExtensibleWebhooks.Operator.Tests.Manager.Cluster;

/// <summary>With watchNamespaces, the operator has rights in those only, and needs no others.</summary>
public class WatchedNamespacesTests(OperatorCluster cluster) : IClassFixture<OperatorCluster>
{
    [Fact]
    public async Task Operator_OfOneNamespace_ServesItAndNoOther()
    {
        var served = await cluster.NewNamespaceAsync("served");
        var other = await cluster.NewNamespaceAsync("other");
        await cluster.StopOperatorAsync();
        await cluster.Kubectl.RunAsync(["delete", "clusterrolebinding", "-l", "app.kubernetes.io/name=extensible-webhooks"], TestContext.Current.CancellationToken);

        await cluster.StartOperatorAsync([served.Name]);
        await other.ApplyAsync(Samples.All);
        await served.ApplyAsync(Samples.All);

        await served.ConditionAsync("webhookmapping", "orders", "Ready", "True", "Ready");
        Assert.Null((await other.GetAsync("eventsource", "shop"))?["status"]);
    }
}
