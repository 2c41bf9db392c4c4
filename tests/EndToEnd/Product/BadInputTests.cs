using ExtensibleWebhooks.EndToEnd.Stand;

namespace ExtensibleWebhooks.EndToEnd.Product;

/// <summary>What is wrong is told where it was written, with its place and what to do, and breaks nothing beside it.</summary>
public sealed class BadInputTests(ProductFixture product) : ProductTest(product)
{
    [Theory]
    [InlineData("an unknown field", """{"destinationRef": {"name": "crm"}, "triger": "x", "trigger": "true", "url": "http://echo:8081"}""", "WebhookMapping", "triger")]
    [InlineData("a wrong duration", """{"sourceRef": {"name": "shop"}, "delivery": {"timeout": "ten seconds"}}""", "WebhookDestination", "spec.delivery.timeout")]
    public async Task Object_OfAWrongShape_IsRefusedByApply(string what, string spec, string kind, string place)
    {
        var scene = await SceneAsync("refused");

        var result = await scene.TryApplyAsync($$"""{"apiVersion": "webhooks.extensible.dev/v1alpha1", "kind": "{{kind}}", "metadata": {"name": "bad"}, "spec": {{spec}}}""");

        Assert.False(result.Succeeded, what);
        Assert.Contains(place, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mapping_ThatDoesNotCompile_IsRefusedByApplyInTheWordsOfItsCondition()
    {
        var scene = await SceneAsync("admission");
        var broken = Manifests.Mapping("broken", "crm", trigger: "type = \"track");
        await Poll.HoldsAsync("the API server asking the operator", async _ => !(await scene.TryApplyAsync(broken, "--dry-run=server")).Succeeded);

        var result = await scene.TryApplyAsync(broken);
        TestContext.Current.TestOutputHelper?.WriteLine(result.Error);

        Assert.False(result.Succeeded);
        Assert.Null(await scene.GetAsync("webhookmapping/broken"));
        await scene.ApplyAsync(Manifests.Path("shop", "crm", "orders"));
        await scene.ReadyAsync("webhookmapping/orders");
        await scene.KubectlAsync("label", "namespace", scene.Namespace, $"{Manifests.NotChecked}=true", "--overwrite");
        await Poll.HoldsAsync("the namespace to be left alone", async _ => (await scene.TryApplyAsync(broken)).Succeeded);
        var condition = await scene.ConditionAsync("webhookmapping/broken", "SpecValid", "False");
        Assert.Contains(condition["message"]?.GetValue<string>() ?? "", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Objects_ThatCannotWork_SaySoAndLeaveTheOthersWorking()
    {
        var scene = await SceneAsync("bad-input", isChecked: false);
        await scene.ApplyAsync(Manifests.Path("shop", "crm", "orders"));
        await scene.ApplyAsync(Manifests.Mapping("broken", "crm", trigger: "type = \"track"));
        await scene.ApplyAsync(Manifests.Mapping("orphan", "nowhere"));
        await scene.ApplyAsync(Manifests.Destination("lost", "nowhere", "t"));
        await scene.ApplyAsync(Manifests.Destination("poor", "shop", "t") + Manifests.Mapping("poor", "poor"));
        await scene.KubectlAsync("delete", "secret", "poor-token");

        await AssertToldAsync(scene, "webhookmapping/broken", "SpecValid", "InvalidTrigger", "spec.trigger");
        await AssertToldAsync(scene, "webhookmapping/orphan", "ReferencesResolved", "DestinationNotFound", "nowhere");
        await AssertToldAsync(scene, "webhookdestination/lost", "ReferencesResolved", "SourceNotFound", "nowhere");
        await AssertToldAsync(scene, "webhookdestination/poor", "SecretsResolved", "SecretNotFound", "poor-token");

        await scene.ReadyAsync("eventsource/shop", "webhookdestination/crm", "webhookmapping/orders");
        await using var sender = await scene.SenderAsync("shop");
        await sender.SendAsync("good", Cancelled);
        Assert.Equal("/orders", (await scene.Receiver.OfAsync("good")).Path);
        Assert.All(scene.Receiver.Received, webhook => Assert.Equal("/orders", webhook.Path));
    }

    [Fact]
    public async Task Object_ThatWasMended_BecomesReady()
    {
        var scene = await SceneAsync("mended", isChecked: false);
        await scene.ApplyAsync(Manifests.Destination("crm", "shop", "t") + Manifests.Mapping("orders", "crm", trigger: "type ="));
        await AssertToldAsync(scene, "webhookmapping/orders", "SpecValid", "InvalidTrigger", "spec.trigger");

        await scene.ApplyAsync(Manifests.Source("shop") + Manifests.Mapping("orders", "crm"));

        await scene.ReadyAsync("eventsource/shop", "webhookdestination/crm", "webhookmapping/orders");
    }

    /// <summary>The condition is false for the reason, its message names the place and ends with a remedy after a colon, and Ready is false, too.</summary>
    private static async Task AssertToldAsync(Scene scene, string target, string type, string reason, string place)
    {
        var condition = await scene.ConditionAsync(target, type, "False");
        var message = condition["message"]?.GetValue<string>() ?? "";

        Assert.Equal(reason, condition["reason"]?.GetValue<string>());
        Assert.Contains(place, message, StringComparison.Ordinal);
        Assert.Contains(": ", message, StringComparison.Ordinal);
        await scene.ConditionAsync(target, "Ready", "False");
        TestContext.Current.TestOutputHelper?.WriteLine($"{target}: {reason}: {message}");
    }
}
