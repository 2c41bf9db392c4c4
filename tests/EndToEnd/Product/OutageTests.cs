using ExtensibleWebhooks.Cluster.Installation;
using ExtensibleWebhooks.EndToEnd.Stand;

namespace ExtensibleWebhooks.EndToEnd.Product;

/// <summary>Every event that was answered with success arrives, whoever dies meanwhile.</summary>
public sealed class OutageTests(ProductFixture product) : ProductTest(product)
{
    private const string WorkerPod = "pod/shop-worker-0";

    [Fact]
    public async Task Operator_DeletedWhileEventsFlow_LosesNoneAndComesBackToWork()
    {
        var scene = await StartAsync("operator-away");
        await using var sender = await scene.SenderAsync("shop");
        await using var flow = new EventFlow(sender, "flow");
        await scene.Receiver.FirstAsync("of the flow", _ => true);

        await scene.Kubectl.RunAsync(
            ["-n", ProductRelease.Namespace, "delete", "pod", "-l", "app.kubernetes.io/component=operator", "--wait"], Cancelled);
        await scene.PatchAsync("webhookmapping/orders", """{"spec": {"url": "http://echo:8081/edited"}}""");
        await scene.Receiver.FirstAsync("by the mapping that was edited while the operator was away", webhook => webhook.Path == "/edited");

        await AssertAllArriveAsync(scene, await flow.StopAsync());
    }

    [Fact]
    public async Task Worker_KilledWhileEventsFlow_LosesNone()
    {
        const int kills = 2;
        var scene = await StartAsync("worker-killed");
        await using var sender = await scene.SenderAsync("shop");
        await using var flow = new EventFlow(sender, "flow");
        await scene.Receiver.FirstAsync("of the flow", _ => true);

        for (var kill = 1; kill <= kills; kill++)
        {
            Assert.SkipUnless(await scene.Cluster.TryKillContainerAsync(await ContainerIdAsync(scene), Cancelled), "the nodes of this cluster cannot be reached to kill a process");
            await RestartedAsync(scene, kill);
            var before = scene.Receiver.Received.Count;
            await Poll.HoldsAsync($"webhooks after kill {kill}", _ => Task.FromResult(scene.Receiver.Received.Count > before));
        }

        await AssertAllArriveAsync(scene, await flow.StopAsync());
    }

    private async Task<Scene> StartAsync(string name)
    {
        var scene = await SceneAsync(name);
        await scene.ApplyAsync(Manifests.Path("shop", "crm", "orders"));
        await scene.ReadyAsync("eventsource/shop", "webhookdestination/crm", "webhookmapping/orders");
        return scene;
    }

    private static async Task AssertAllArriveAsync(Scene scene, IReadOnlyList<string> accepted)
    {
        Assert.NotEmpty(accepted);
        var missing = accepted.ToHashSet();
        await Poll.HoldsAsync("every accepted event at the receiver", _ =>
        {
            missing.ExceptWith(scene.Receiver.Received.Select(webhook => webhook.Id ?? ""));
            return Task.FromResult(missing.Count == 0);
        });
        TestContext.Current.TestOutputHelper?.WriteLine($"{accepted.Count} events accepted, {scene.Receiver.Received.Count} webhooks received, none lost");
    }

    private static async Task<string> ContainerIdAsync(Scene scene)
    {
        var id = await scene.KubectlAsync("get", WorkerPod, "-o", "jsonpath={.status.containerStatuses[0].containerID}");
        return id.Split("://")[^1];
    }

    private static Task RestartedAsync(Scene scene, int times) => Poll.HoldsAsync($"restart {times} of the worker", async _ =>
        await scene.KubectlAsync("get", WorkerPod, "-o", "jsonpath={.status.containerStatuses[0].restartCount} {.status.containerStatuses[0].ready}") == $"{times} true");
}
