using System.Text.Json.Nodes;
using ExtensibleWebhooks.EndToEnd.Stand;
using ExtensibleWebhooks.Support;
using ExtensibleWebhooks.Support.Commands;

namespace ExtensibleWebhooks.EndToEnd.Product;

/// <summary>The samples as they are: helm install, kubectl apply, curl.</summary>
public sealed class QuickstartTests(ProductFixture product) : ProductTest(product)
{
    private const string Mapped =
        """
        {"order": "A-1001", "total": 59.9, "customer": "user-42", "summary": "A-1001 over 59.9 EUR", "items": [{"sku": "cup", "quantity": 2}, {"sku": "pot", "quantity": 1}]}
        """;

    private static readonly string Samples = RepositoryRoot.At("crds", "samples", "quickstart");

    [Fact]
    public async Task Event_PostedWithCurl_ArrivesMappedWithTheBearerToken()
    {
        var scene = await SceneAsync("quickstart");
        await scene.KubectlAsync("apply", "-f", Samples);
        await scene.ReadyAsync("eventsource/shop", "webhookdestination/crm", "webhookmapping/orders");
        await using var sender = await scene.SenderAsync("shop");

        var curl = new Command(
            "curl", "--silent", "--fail-with-body", "--user", $"{sender.WriteKey}:", "--header", "Content-Type: application/json",
            "--data", $"@{Path.Combine(Samples, "events", "order-completed.json")}", $"{sender.Address}v1/track");
        var answer = await curl.RunAsync(Cancelled);

        Assert.True(JsonNode.Parse(answer)?["success"]?.GetValue<bool>(), answer);
        var webhook = await scene.Receiver.FirstAsync("of any kind", _ => true);
        Assert.Equal(("POST", "/orders"), (webhook.Method, webhook.Path));
        Assert.Equal("Bearer quickstart-token", webhook.Headers["authorization"]);
        Assert.Equal("acme", webhook.Headers["x-tenant"]);
        Assert.StartsWith("application/json", webhook.Headers["content-type"], StringComparison.Ordinal);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Mapped), webhook.Json), webhook.Body);
    }

    [Fact]
    public async Task Objects_Listed_TellWhatIsReady()
    {
        var scene = await SceneAsync("listed");
        await scene.KubectlAsync("apply", "-f", Samples);
        await scene.ReadyAsync("eventsource/shop", "webhookdestination/crm", "webhookmapping/orders");

        var list = await scene.KubectlAsync("get", "webhooks", "--no-headers");

        Assert.Equal(
            ["eventsource.webhooks.extensible.dev/shop True", "webhookdestination.webhooks.extensible.dev/crm True", "webhookmapping.webhooks.extensible.dev/orders True"],
            list.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[..2])).Order());

        // The API server publishes the schemas of new kinds some seconds after it serves them.
        await Poll.HoldsAsync("an explanation of whm.spec.batching", async cancellationToken =>
            (await scene.Kubectl.TryRunAsync(["explain", "whm.spec.batching"], cancellationToken)).Output.Contains("maxWait", StringComparison.Ordinal));
    }
}
