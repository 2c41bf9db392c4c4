namespace ExtensibleWebhooks.Operator.Tests.Manager.Cluster;

/// <summary>Each kind of bad input shows as a condition with reason, place and remedy, and breaks nothing else.</summary>
public class BadInputTests(OperatorCluster cluster) : IClassFixture<OperatorCluster>
{
    [Fact]
    public async Task Trigger_WithASyntaxError_IsToldWithItsPlaceAndTheOthersGoOn()
    {
        var ns = await cluster.NewNamespaceAsync("syntax");
        await ns.ApplyAsync(Samples.Join(Samples.All, Samples.Mapping(name: "broken", trigger: "type = \"track\" and")));

        var message = await ns.ConditionAsync("webhookmapping", "broken", "Ready", "False", "InvalidTrigger");

        Assert.StartsWith("spec.trigger (line 1, column 19): ", message, StringComparison.Ordinal);
        await ns.ConditionAsync("webhookmapping", "orders", "Ready", "True", "Ready");
        await ns.ConfigAsync("shop", "the other mapping only", config => config.Contains("\"orders\"", StringComparison.Ordinal) && !config.Contains("broken", StringComparison.Ordinal));
        await TestNamespace.EventuallyAsync("the destination to count it", async () =>
            (await ns.GetAsync("webhookdestination", "crm"))?["status"]?["mappings"]?.ToJsonString() == """{"enabled":1,"invalid":1,"total":2}""");
    }

    [Fact]
    public async Task Duration_OutOfItsBounds_IsToldAndLeftOut()
    {
        var ns = await cluster.NewNamespaceAsync("bounds");
        await ns.ApplyAsync(Samples.Join(Samples.All, """
            apiVersion: webhooks.extensible.dev/v1alpha1
            kind: WebhookDestination
            metadata: {name: slow}
            spec: {sourceRef: {name: shop}, enabled: true, delivery: {timeout: 10m}}
            """));

        var message = await ns.ConditionAsync("webhookdestination", "slow", "Ready", "False", "InvalidSpec");

        Assert.Contains("spec.delivery.timeout: \"10m\"", message, StringComparison.Ordinal);
        await ns.ConditionAsync("webhookdestination", "crm", "Ready", "True", "Ready");
    }

    [Theory]
    [InlineData("spec: {sourceRef: {name: shop}, delivery: {timeout: 10 seconds}}", "spec.delivery.timeout")]
    [InlineData("spec: {sourceRef: {name: shop}, delivry: {timeout: 10s}}", "delivry")]
    public async Task Manifest_ThatTheSchemaForbids_IsRefusedByNameOfTheField(string spec, string field)
    {
        var ns = await cluster.NewNamespaceAsync($"schema-{Math.Abs(field.GetHashCode(StringComparison.Ordinal))}");

        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => ns.ApplyAsync(
            $"apiVersion: webhooks.extensible.dev/v1alpha1\nkind: WebhookDestination\nmetadata: {{name: crm}}\n{spec}"));

        Assert.Contains(field, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Secret_MissingThenWithoutTheKeyThenWhole_IsToldAtEachStep()
    {
        var ns = await cluster.NewNamespaceAsync("secrets");
        await ns.ApplyAsync(Samples.Join(Samples.Source, Samples.Destination, Samples.Mapping()));

        var missing = await ns.ConditionAsync("webhookdestination", "crm", "SecretsResolved", "False", "SecretNotFound");
        await ns.RunAsync("create", "secret", "generic", "crm-token", "--from-literal=other=x");
        var noKey = await ns.ConditionAsync("webhookdestination", "crm", "SecretsResolved", "False", "SecretKeyNotFound");
        await ns.RunAsync("delete", "secret", "crm-token");
        await ns.ApplyAsync(Samples.Secret());
        await ns.ConditionAsync("webhookdestination", "crm", "Ready", "True", "Ready");

        Assert.Contains("spec.authentication.bearer.tokenSecretRef", missing, StringComparison.Ordinal);
        Assert.Contains("\"crm-token\"", missing, StringComparison.Ordinal);
        Assert.Contains("\"token\"", noKey, StringComparison.Ordinal);
        Assert.Equal(Samples.Token, await ns.FileAsync("shop-worker", "token.crm"));
    }

    [Fact]
    public async Task Reference_ToASourceThatComesLater_IsToldAndThenResolved()
    {
        var ns = await cluster.NewNamespaceAsync("orphans");
        await ns.ApplyAsync(Samples.Join(Samples.Destination, Samples.Secret(), Samples.Mapping(), Samples.Mapping(name: "lost", destination: "nowhere")));

        var source = await ns.ConditionAsync("webhookdestination", "crm", "Ready", "False", "SourceNotFound");
        var destination = await ns.ConditionAsync("webhookmapping", "lost", "Ready", "False", "DestinationNotFound");
        await ns.ConditionAsync("webhookmapping", "orders", "Ready", "False", "ReferenceNotReady");
        await ns.ApplyAsync(Samples.Source);
        await ns.ConditionAsync("webhookdestination", "crm", "Ready", "True", "Ready");
        await ns.ConditionAsync("webhookmapping", "orders", "Ready", "True", "Ready");
        await ns.RunAsync("delete", "eventsource", "shop");
        await ns.ConditionAsync("webhookdestination", "crm", "Ready", "False", "SourceNotFound");

        Assert.Contains("\"shop\"", source, StringComparison.Ordinal);
        Assert.Contains("\"nowhere\"", destination, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Destination_MovedToAnotherSource_MovesInBothConfigurations()
    {
        var ns = await cluster.NewNamespaceAsync("moved");
        await ns.ApplyAsync(Samples.Join(Samples.All, Samples.Source.Replace("shop", "other", StringComparison.Ordinal)));
        await ns.ConfigAsync("shop", "it with the first", config => config.Contains("\"crm\"", StringComparison.Ordinal));

        await ns.ApplyAsync(Samples.Destination.Replace("shop", "other", StringComparison.Ordinal));

        await ns.ConfigAsync("other", "it with the second", config => config.Contains("\"orders\"", StringComparison.Ordinal));
        await ns.ConfigAsync("shop", "it no more with the first", config => !config.Contains("\"crm\"", StringComparison.Ordinal));
        Assert.Null(await ns.FileAsync("shop-worker", "token.crm"));
    }
}
