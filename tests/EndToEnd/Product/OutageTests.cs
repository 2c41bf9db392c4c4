using ExtensibleWebhooks.Cluster.Installation;
using ExtensibleWebhooks.EndToEnd.Stand;

namespace ExtensibleWebhooks.EndToEnd.Product;

/// <summary>Events go on without the operator.</summary>
public sealed class OutageTests(ProductFixture product) : ProductTest(product)
{
    [Fact]
    public async Task Operator_DeletedWhileEventsFlow_LosesNoneAndComesBackToWork()
    {
        var scene = await SceneAsync("operator-away");
        await scene.ApplyAsync(Judge.Manifest(Manifests.Source("shop")));
        await scene.ReadyAsync("eventsource/shop", "webhookdestination/crm", "webhookdestination/api", "webhookmapping/orders", "webhookmapping/inward");
        await using var sender = await scene.SenderAsync("shop");
        await using var flow = new EventFlow(sender, "flow");
        await scene.Receiver.FirstAsync("of the flow", _ => true);

        await scene.Kubectl.RunAsync(
            ["-n", ProductRelease.Namespace, "delete", "pod", "-l", "app.kubernetes.io/component=operator", "--wait"], Cancelled);
        await scene.PatchAsync("webhookmapping/orders", """{"spec": {"url": "http://echo:8081/edited"}}""");
        await scene.Receiver.FirstAsync("by the mapping that was edited while the operator was away", webhook => webhook.Path == "/edited");

        Assert.Equal(0, await new Judge(scene).AccountAsync(await flow.StopAsync()));
    }
}
