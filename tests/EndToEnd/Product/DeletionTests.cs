using System.Text;
using System.Text.Json.Nodes;
using ExtensibleWebhooks.EndToEnd.Stand;

namespace ExtensibleWebhooks.EndToEnd.Product;

/// <summary>What is deleted is gone everywhere, and takes nothing else with it.</summary>
public sealed class DeletionTests(ProductFixture product) : ProductTest(product)
{
    [Fact]
    public async Task Destination_Deleted_TakesItsConfigurationAndItsCredentialAlong()
    {
        var scene = await SceneAsync("delete");
        await scene.ApplyAsync(Manifests.Path("shop", "crm", "orders") + Manifests.Destination("erp", "shop", "other") + Manifests.Mapping("stock", "erp"));
        await scene.ReadyAsync("webhookmapping/orders", "webhookmapping/stock");
        Assert.Equal(["crm", "erp"], await DestinationsAsync(scene));
        Assert.Contains("secret", await CredentialsAsync(scene));

        await scene.KubectlAsync("delete", "webhookdestination", "crm", "--wait");

        await Poll.HoldsAsync("the worker's configuration without the destination", async _ => (await DestinationsAsync(scene)).SequenceEqual(["erp"]));
        Assert.DoesNotContain("secret", await CredentialsAsync(scene));
        Assert.Contains("other", await CredentialsAsync(scene));
        var condition = await scene.ConditionAsync("webhookmapping/orders", "ReferencesResolved", "False");
        Assert.Equal("DestinationNotFound", condition["reason"]?.GetValue<string>());

        await using var sender = await scene.SenderAsync("shop");
        await sender.SendAsync("after", Cancelled);
        Assert.Equal("/stock", (await scene.Receiver.OfAsync("after")).Path);
        await Poll.HoldsAsync("the deleted destination's silence", async _ =>
        {
            await sender.SendAsync("last", Cancelled);
            var paths = scene.Receiver.Received.Where(webhook => webhook.Id == "last").Select(webhook => webhook.Path).ToList();
            return paths.Contains("/stock") && !paths.Contains("/orders");
        });
    }

    [Fact]
    public async Task Source_Deleted_LeavesNothingOfItsWorkers()
    {
        var scene = await SceneAsync("delete-source");
        await scene.ApplyAsync(Manifests.Path("shop", "crm", "orders"));
        await scene.ReadyAsync("webhookmapping/orders");

        await scene.KubectlAsync("delete", "eventsource", "shop", "--wait");

        const string kinds = "statefulsets,pods,services,secrets,poddisruptionbudgets,networkpolicies";
        await Poll.HoldsAsync("an empty list of what the operator made", async _ =>
            (await scene.KubectlAsync("get", kinds, "-l", "app.kubernetes.io/managed-by=extensible-webhooks", "-o", "name")).Length == 0);
        var condition = await scene.ConditionAsync("webhookdestination/crm", "ReferencesResolved", "False");
        Assert.Equal("SourceNotFound", condition["reason"]?.GetValue<string>());
    }

    private static async Task<IEnumerable<string>> DestinationsAsync(Scene scene)
    {
        var config = JsonNode.Parse((await FilesAsync(scene))["config.json"]);
        return (config?["destinations"]?.AsArray() ?? []).Select(destination => destination?["name"]?.GetValue<string>() ?? "");
    }

    private static async Task<IEnumerable<string>> CredentialsAsync(Scene scene) =>
        (await FilesAsync(scene)).Where(file => file.Key.StartsWith("token", StringComparison.Ordinal)).Select(file => file.Value);

    /// <summary>The files that the worker is told by.</summary>
    private static async Task<Dictionary<string, string>> FilesAsync(Scene scene)
    {
        var data = (await scene.GetAsync("secret/shop-worker"))?["data"]?.AsObject() ?? [];
        return data.ToDictionary(file => file.Key, file => Encoding.UTF8.GetString(Convert.FromBase64String(file.Value?.GetValue<string>() ?? "")));
    }
}
