using ExtensibleWebhooks.EndToEnd.Stand;

namespace ExtensibleWebhooks.EndToEnd.Product;

/// <summary>A worker takes events from outside and runs a user's functions: the cluster gives it nothing to break in with.</summary>
public sealed class WorkerPodTests(ProductFixture product) : ProductTest(product)
{
    [Fact]
    public async Task Worker_HasNoTokenAndNoWebhookReachesTheApiServer()
    {
        var scene = await SceneAsync("worker-pod");
        await scene.ApplyAsync(Manifests.Path("shop", "crm", "orders")
            + Manifests.Mapping("api", "crm").Replace("http://echo:8081/api", "https://kubernetes.default.svc/api", StringComparison.Ordinal));
        await scene.ReadyAsync("eventsource/shop", "webhookdestination/crm", "webhookmapping/orders", "webhookmapping/api");

        var pod = await scene.GetAsync("pod/shop-worker-0");
        Assert.Equal(false, pod?["spec"]?["automountServiceAccountToken"]?.GetValue<bool>());
        Assert.DoesNotContain("serviceAccountToken", pod?["spec"]?["volumes"]?.ToJsonString() ?? "", StringComparison.Ordinal);
        Assert.DoesNotContain("kubernetes.io/serviceaccount", pod?["spec"]?["containers"]?.ToJsonString() ?? "", StringComparison.Ordinal);

        await using var sender = await scene.SenderAsync("shop");
        await sender.SendAsync("inward", Cancelled);
        await scene.Receiver.OfAsync("inward");
        var letter = await Poll.FindAsync("a dead letter", async _ => await scene.DeadLettersAsync("shop") is [var first, ..] ? first : null);
        Assert.Equal("EgressDenied", letter["reason"]?.GetValue<string>());
        Assert.Contains("the API server's address", letter["detail"]?.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal("api", letter["mapping"]?.GetValue<string>());
    }
}
