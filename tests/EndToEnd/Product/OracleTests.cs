using ExtensibleWebhooks.EndToEnd.Stand;
using ExtensibleWebhooks.Support;

namespace ExtensibleWebhooks.EndToEnd.Product;

/// <summary>
/// The promise in a whole cluster: every event that was answered with success is delivered or a dead letter, with its content, whatever happens to the worker meanwhile.
/// What a kill may repeat, slow disks, damaged files and clocks that step are judged on the worker alone (tests/Worker.Tests/Oracle).
/// </summary>
public sealed class OracleTests(ProductFixture product) : ProductTest(product)
{
    private const string WorkerPod = "pod/shop-worker-0";

    [Fact]
    public async Task Worker_KilledWhileEventsFlow_LosesNone()
    {
        const int kills = 3;
        var scene = await StartAsync("killed", Manifests.Source("shop"));
        await using var sender = await scene.SenderAsync("shop");
        await using var flow = new EventFlow(sender, "flow");
        await MoreAsync(scene, "of the flow");

        for (var kill = 1; kill <= kills; kill++)
        {
            Assert.SkipUnless(await scene.Cluster.TryKillContainerAsync(await ContainerIdAsync(scene), Cancelled), "the nodes of this cluster cannot be reached to kill a process");
            await RestartedAsync(scene, kill);
            await MoreAsync(scene, $"after kill {kill}");
        }

        await new Judge(scene).AccountAsync(await flow.StopAsync());
    }

    [Fact]
    public async Task Worker_ReplacedAndEditedWhileEventsFlow_LosesNoneAndRepeatsNone()
    {
        const int rounds = 3;
        var scene = await StartAsync("replaced", Manifests.Source("shop"));
        await using var sender = await scene.SenderAsync("shop");
        await using var flow = new EventFlow(sender, "flow");

        for (var round = 1; round <= rounds; round++)
        {
            var path = $"/edit-{round}";
            await scene.PatchAsync("webhookmapping/orders", $$$"""{"spec": {"url": "http://echo:8081{{{path}}}"}}""");
            await scene.Receiver.FirstAsync($"by edit {round}", webhook => webhook.Path == path);

            // SIGTERM, as of a rollout or of a node that is drained; returns when it is gone.
            await scene.KubectlAsync("delete", WorkerPod, "--wait");
            await MoreAsync(scene, $"after rollout {round}");
        }

        Assert.Equal(0, await new Judge(scene).AccountAsync(await flow.StopAsync()));
    }

    [Fact]
    public async Task Volume_FullWhileEventsFlow_IsAnsweredWith503AndLosesNone()
    {
        var scene = await StartAsync("full", Manifests.Source("shop", size: "64Mi", retention: "32Mi"));
        var folder = await scene.Cluster.FindSmallVolumeAsync(scene.Namespace, "data-shop-worker-0", Cancelled);
        Assert.SkipWhen(folder is null, "the volumes of this cluster cannot be filled without harm to others");
        var ballast = new Ballast(folder ?? "");
        await using var sender = await scene.SenderAsync("shop");
        await using var flow = new EventFlow(sender, "flow");

        for (var time = 1; time <= 2; time++)
        {
            await MoreAsync(scene, $"before the volume is full for time {time}");
            var before = sender.Refusals;
            ballast.Fill();
            await Poll.HoldsAsync("events to be refused", _ => Task.FromResult(sender.Refusals > before + 20));
            ballast.Empty();
        }

        await MoreAsync(scene, "after there is room");
        Assert.Equal(0, await new Judge(scene).AccountAsync(await flow.StopAsync()));
        Assert.Equal("0", await scene.KubectlAsync("get", WorkerPod, "-o", "jsonpath={.status.containerStatuses[0].restartCount}"));
    }

    private async Task<Scene> StartAsync(string name, string source)
    {
        var scene = await SceneAsync($"oracle-{name}");
        await scene.ApplyAsync(Judge.Manifest(source));
        await scene.ReadyAsync("eventsource/shop", "webhookdestination/crm", "webhookdestination/api", "webhookmapping/orders", "webhookmapping/inward");
        return scene;
    }

    private static Task MoreAsync(Scene scene, string when)
    {
        var before = scene.Receiver.Received.Count;
        return Poll.HoldsAsync($"more webhooks {when}", _ => Task.FromResult(scene.Receiver.Received.Count > before + 50));
    }

    private static async Task<string> ContainerIdAsync(Scene scene)
    {
        var id = await scene.KubectlAsync("get", WorkerPod, "-o", "jsonpath={.status.containerStatuses[0].containerID}");
        return id.Split("://")[^1];
    }

    private static Task RestartedAsync(Scene scene, int times) => Poll.HoldsAsync($"restart {times} of the worker", async _ =>
        await scene.KubectlAsync("get", WorkerPod, "-o", "jsonpath={.status.containerStatuses[0].restartCount} {.status.containerStatuses[0].ready}") == $"{times} true");
}
