using ExtensibleWebhooks.EndToEnd.Stand;

namespace ExtensibleWebhooks.EndToEnd.Product;

/// <summary>A WebhookReplay in a whole cluster: begun once, followed to its end, ended with its object.</summary>
public sealed class ReplayTests(ProductFixture product) : ProductTest(product)
{
    private const int Events = 20;
    private const string Replay = "webhookreplay/again";

    [Fact]
    public async Task Range_IsSentAgain_ThroughTheMappingOfNow_UnderTheSameIds()
    {
        var scene = await DeliveredAsync("replay");
        await scene.PatchAsync("webhookmapping/orders", """{"spec": {"url": "http://echo:8081/again"}}""");
        await scene.ReadyAsync("webhookmapping/orders");

        await scene.ApplyAsync(Manifest("events: {since: \"2020-01-01T00:00:00Z\", trigger: properties.id != \"sent-0\"}"));
        await scene.ReadyAsync(Replay);

        var status = (await scene.GetAsync(Replay))?["status"];
        Assert.Equal(("Succeeded", Events, Events - 1, Events - 1, 0), ((string?)status?["phase"], (int?)status?["read"], (int?)status?["matched"], (int?)status?["delivered"], (int?)status?["failed"]));
        await Poll.HoldsAsync("the events again", _ => Task.FromResult(IdsOf(scene, "/again").Count == Events - 1));
        var first = scene.Receiver.Received.Where(webhook => webhook.Path == "/orders").ToDictionary(webhook => webhook.Id ?? "", webhook => webhook.Headers["webhook-id"]);
        Assert.All(scene.Receiver.Received.Where(webhook => webhook.Path == "/again"), webhook => Assert.Equal(first[webhook.Id ?? ""], webhook.Headers["webhook-id"]));
        Assert.Contains("again", await scene.KubectlAsync("get", "whr"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_ThatIsDeleted_SendsNoMore()
    {
        var scene = await DeliveredAsync("replay-deleted");
        await scene.ApplyAsync(Manifest("events: {since: \"2020-01-01T00:00:00Z\"}\n  ratePerSecond: 1"));
        await Poll.HoldsAsync("the first event again", _ => Task.FromResult(scene.Receiver.Received.Count > Events));

        await scene.KubectlAsync("delete", Replay, "--wait");

        // Of one destination goes on one at a time: this one begins when the other has ended.
        await scene.ApplyAsync(Manifest("events: {since: \"2020-01-01T00:00:00Z\", trigger: properties.id = \"sent-0\"}").Replace("again", "next", StringComparison.Ordinal));
        await scene.ReadyAsync("webhookreplay/next");
        Assert.InRange(scene.Receiver.Received.Count, Events + 2, (2 * Events) - 1);
    }

    private static string Manifest(string of) => $"""
        ---
        apiVersion: webhooks.extensible.dev/v1alpha1
        kind: WebhookReplay
        metadata:
          name: again
        spec:
          destinationRef:
            name: crm
          {of}

        """;

    private static HashSet<string> IdsOf(Scene scene, string path) => [.. scene.Receiver.Received.Where(webhook => webhook.Path == path).Select(webhook => webhook.Id ?? "")];

    /// <summary>Events sent-0 to sent-19 have arrived at /orders.</summary>
    private async Task<Scene> DeliveredAsync(string name)
    {
        var scene = await SceneAsync(name);
        await scene.ApplyAsync(Manifests.Path("shop", "crm", "orders"));
        await scene.ReadyAsync("eventsource/shop", "webhookdestination/crm", "webhookmapping/orders");
        await using var sender = await scene.SenderAsync("shop");
        for (var number = 0; number < Events; number++)
        {
            await sender.SendAsync($"sent-{number}", Cancelled);
        }

        await Poll.HoldsAsync("all events", _ => Task.FromResult(IdsOf(scene, "/orders").Count == Events));
        return scene;
    }
}
