using ExtensibleWebhooks.Browser;
using ExtensibleWebhooks.Cluster.Installation;
using ExtensibleWebhooks.EndToEnd.Stand;
using ExtensibleWebhooks.Support.Kubernetes;

namespace ExtensibleWebhooks.EndToEnd.Product;

/// <summary>A person grants access in a real browser, and webhooks that waited go out with it.</summary>
public sealed class ConnectTests(ProductFixture product, BrowserFixture browsers) : ProductTest(product)
{
    /// <summary>What the chart takes where nobody tells it the external URL.</summary>
    private static readonly Uri Pages = new("http://localhost:8082");

    [Fact]
    public async Task Connect_InABrowser_DeliversWhatWaited()
    {
        var scene = await SceneAsync("connect");
        await using var provider = await ClusterProvider.StartAsync(scene, new Uri(Pages, "/oauth/callback"));
        await using var pages = await PortForward.StartAsync(
            scene.Kubectl, ProductRelease.Namespace, $"service/{ProductRelease.Name}-oauth", Pages.Port, Cancelled, Pages.Port);
        using var screenshots = new Screenshots("end-to-end");
        await using var walk = await browsers.WalkAsync(screenshots);
        await scene.ApplyAsync(Manifests.Source("shop") + provider.Destination("crm", "shop", "AuthorizationCode") + Manifests.Mapping("orders", "crm"));
        await scene.ReadyAsync("eventsource/shop", "webhookmapping/orders");
        await ConditionAsync(scene, "False", "ConnectRequired");
        await using var sender = await scene.SenderAsync("shop");
        await sender.SendAsync("before", Cancelled);

        await walk.OpenAsync(await ConnectUrlAsync(scene));
        await walk.PressConnectAsync();
        await walk.LogInAsync();
        await walk.DenyAsync();
        Assert.Equal("Not connected", await walk.HeadingAsync());
        Assert.Empty(scene.Receiver.Received);

        await walk.OpenAsync(await ConnectUrlAsync(scene));
        await walk.PressConnectAsync();
        await walk.AllowAsync();
        Assert.StartsWith("Connected", await walk.HeadingAsync(), StringComparison.Ordinal);

        await ConditionAsync(scene, "True", "TokenReady");
        var webhook = await scene.Receiver.OfAsync("before");
        var token = Assert.Single(provider.Server.Token.Requests.Of("authorization_code")).IssuedAccessToken;
        Assert.Equal($"Bearer {token}", webhook.Headers["authorization"]);
        await sender.SendAsync("after", Cancelled);
        Assert.Equal($"Bearer {token}", (await scene.Receiver.OfAsync("after")).Headers["authorization"]);
        Assert.Empty(provider.Server.Token.Requests.RepeatedRefreshTokens);
    }

    private static async Task ConditionAsync(Scene scene, string status, string reason) =>
        Assert.Equal(reason, (await scene.ConditionAsync("webhookdestination/crm", "CredentialsReady", status))["reason"]?.GetValue<string>());

    private static Task<Uri> ConnectUrlAsync(Scene scene) => Poll.FindAsync("a connectUrl", async _ =>
        (await scene.GetAsync("webhookdestination/crm"))?["status"]?["credentials"]?["connectUrl"]?.GetValue<string>() is { } url ? new Uri(url) : null);
}
