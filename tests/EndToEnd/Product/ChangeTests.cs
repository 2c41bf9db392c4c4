using ExtensibleWebhooks.EndToEnd.Stand;

namespace ExtensibleWebhooks.EndToEnd.Product;

/// <summary>What is changed reaches running workers within seconds, and restarts nothing.</summary>
public sealed class ChangeTests(ProductFixture product) : ProductTest(product)
{
    /// <summary>What is promised.</summary>
    private static readonly TimeSpan Promise = TimeSpan.FromSeconds(5);

    /// <summary>For the way of an event through a port-forward, and of a webhook through a log, on two busy cores.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Mapping_Edited_IsUsedByTheNextEventWithinSeconds()
    {
        var scene = await StartAsync("edit");
        await using var sender = await scene.SenderAsync("shop");
        var pods = await scene.PodsAsync();
        await DeliverAsync(scene, sender, "before", webhook => webhook.Path == "/orders");

        await scene.PatchAsync("webhookmapping/orders", """{"spec": {"url": "http://echo:8081/edited"}}""");
        var elapsed = await UntilAsync(scene, sender, webhook => webhook.Path == "/edited");

        Assert.True(elapsed <= Promise + Slack, $"the edit was used after {elapsed}");
        await DeliverAsync(scene, sender, "after", webhook => webhook.Path == "/edited");
        Assert.Equal(pods, await scene.PodsAsync());
    }

    [Fact]
    public async Task BearerSecret_Rotated_IsUsedWithinSeconds()
    {
        var scene = await StartAsync("rotate");
        await using var sender = await scene.SenderAsync("shop");
        var pods = await scene.PodsAsync();
        await DeliverAsync(scene, sender, "before", webhook => webhook.Headers["authorization"] == "Bearer first");

        await scene.PatchAsync("secret/crm-token", """{"stringData": {"token": "second"}}""");
        var elapsed = await UntilAsync(scene, sender, webhook => webhook.Headers["authorization"] == "Bearer second");

        Assert.True(elapsed <= Promise + Slack, $"the new token was used after {elapsed}");
        await DeliverAsync(scene, sender, "after", webhook => webhook.Headers["authorization"] == "Bearer second");
        Assert.Equal(pods, await scene.PodsAsync());
    }

    private async Task<Scene> StartAsync(string name)
    {
        var scene = await SceneAsync(name);
        await scene.ApplyAsync(Manifests.Path("shop", "crm", "orders", token: "first"));
        await scene.ReadyAsync("eventsource/shop", "webhookdestination/crm", "webhookmapping/orders");
        return scene;
    }

    private static async Task DeliverAsync(Scene scene, EventSender sender, string id, Func<ReceivedWebhook, bool> isRight)
    {
        await sender.SendAsync(id, Cancelled);
        var webhook = await scene.Receiver.OfAsync(id);
        Assert.True(isRight(webhook), webhook.ToString());
    }

    /// <summary>Sends one event after the other until a webhook shows the change; from now to when that event was sent.</summary>
    private static async Task<TimeSpan> UntilAsync(Scene scene, EventSender sender, Func<ReceivedWebhook, bool> isChanged)
    {
        var changed = TimeProvider.System.GetTimestamp();
        for (var number = 0; ; number++)
        {
            var sent = TimeProvider.System.GetElapsedTime(changed);
            await sender.SendAsync($"event-{number}", Cancelled);
            if (isChanged(await scene.Receiver.OfAsync($"event-{number}")))
            {
                TestContext.Current.TestOutputHelper?.WriteLine($"event {number}, sent {sent.TotalSeconds:N2} s after the change, used it");
                return sent;
            }
        }
    }
}
