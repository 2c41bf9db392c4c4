using System.Text.Json.Nodes;
using ExtensibleWebhooks.Operator.Tests.Manager.Cluster;
using ExtensibleWebhooks.Support.Commands;
using ExtensibleWebhooks.Support.Yaml;

namespace ExtensibleWebhooks.Operator.Tests.Manager.Admission;

/// <summary>What a user sees at `kubectl apply`, and that it is what the condition would say.</summary>
public class RefusalTests(AdmissionCluster cluster) : IClassFixture<AdmissionCluster>
{
    private const string BadInEveryField = """
        apiVersion: webhooks.extensible.dev/v1alpha1
        kind: WebhookMapping
        metadata: {name: all-bad}
        spec:
          destinationRef: {name: crm}
          trigger: 'type = "track" and (event = '
          url: ftp://api.example.com
          headers: {"Bad Name": x, Host: y}
          data: {"@nothing": 1}
        """;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> BadMappings => new()
    {
        { "trigger", Samples.Mapping(trigger: "type = \"track\" and", name: "bad") },
        { "unclosed text", Samples.Mapping(trigger: "type = \"track", name: "bad") },
        { "url", Samples.Mapping(url: "nowhere", name: "bad") },
        { "everything", BadInEveryField },
        { "a form in a batch", Samples.Mapping(name: "bad") + "\n  headers: {Content-Type: application/x-www-form-urlencoded}\n  batching: {enabled: true}\n" },
        { "two fields", Samples.Mapping(name: "bad") + "\n  batching: {format: Wrapped}\n" },
    };

    [Fact]
    public async Task Apply_OfABadTrigger_ShowsThePlaceAndTheText()
    {
        var ns = await cluster.NewNamespaceAsync("shown");

        var result = await cluster.TryApplyAsync(ns.Name, Samples.Mapping(trigger: "type = \"track\" and"));

        Assert.False(result.Succeeded);
        TestContext.Current.TestOutputHelper?.WriteLine(result.Error);
        Assert.Contains("spec.trigger (line 1, column 19): ", result.Error, StringComparison.Ordinal);
        Assert.Null(await ns.GetAsync("webhookmapping", "orders"));
    }

    [Theory]
    [MemberData(nameof(BadMappings))]
    public async Task Mapping_Refused_IsToldAsItsConditionTellsIt(string what, string manifest)
    {
        var @checked = await cluster.NewNamespaceAsync($"checked-{what.Replace(' ', '-')}");
        var @unchecked = await cluster.NewNamespaceAsync($"unchecked-{what.Replace(' ', '-')}");
        await cluster.Kubectl.RunAsync(["label", "namespace", @unchecked.Name, AdmissionCluster.Unchecked], Cancelled);
        var document = Assert.Single(YamlDocuments.Parse(manifest));

        var refusal = await cluster.CreateMappingAsync(@checked.Name, document.DeepClone());
        await @unchecked.ApplyAsync(manifest);
        var condition = await SpecInvalidAsync(@unchecked, RenderedName(document));

        var told = (string?)condition["message"];
        Assert.Equal((422, "Invalid"), ((int?)refusal["code"], (string?)refusal["reason"]));
        Assert.Equal($"admission webhook \"{AdmissionCluster.Webhook}\" denied the request: {told}", (string?)refusal["message"]);
        var causes = refusal["details"]?["causes"]?.AsArray() ?? [];
        Assert.Equal(told, string.Join("; ", causes.Select(cause => $"{cause?["field"]}: {cause?["message"]}")));
        Assert.Equal((RenderedName(document), "WebhookMapping"), ((string?)refusal["details"]?["name"], (string?)refusal["details"]?["kind"]));
    }

    [Fact]
    public async Task Apply_OfEverythingWrong_ShowsItAllAtOnce()
    {
        var ns = await cluster.NewNamespaceAsync("all-at-once");

        var result = await cluster.TryApplyAsync(ns.Name, BadInEveryField);

        foreach (var place in new[] { "spec.trigger", "spec.url", "spec.headers[\"Bad Name\"]", "spec.headers.Host", "spec.data" })
        {
            Assert.Contains(place, result.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Apply_OfWhatIsRight_PassesWithoutAWord()
    {
        var ns = await cluster.NewNamespaceAsync("right");

        var result = await cluster.TryApplyAsync(ns.Name, Samples.All);

        Assert.True(result.Succeeded, result.Error);
        Assert.Empty(result.Error);
    }

    [Fact]
    public async Task Apply_OfWhatIsProbablyNotMeant_PassesWithAWarning()
    {
        var ns = await cluster.NewNamespaceAsync("warned");

        var mapping = await cluster.TryApplyAsync(ns.Name, Samples.Mapping(destination: "nowhere").Replace("enabled: true", "enabled: false", StringComparison.Ordinal));
        var alone = await cluster.TryApplyAsync(ns.Name, Samples.Destination);
        await ns.ApplyAsync(Samples.Source.Replace("shop", "other", StringComparison.Ordinal));
        await ns.ConditionAsync("eventsource", "other", "SpecValid", "True", "Valid");
        var beside = await cluster.TryApplyAsync(ns.Name, Samples.Destination.Replace("crm", "erp", StringComparison.Ordinal));

        Assert.True(mapping.Succeeded, mapping.Error);
        Assert.Contains("Warning: spec.destinationRef: there is no WebhookDestination \"nowhere\" in this namespace yet", mapping.Error, StringComparison.Ordinal);
        Assert.Contains("Warning: spec.enabled is false: nothing is sent until it is true", mapping.Error, StringComparison.Ordinal);
        Assert.True(alone.Succeeded, alone.Error);
        Assert.Empty(alone.Error);
        Assert.Contains("Warning: spec.sourceRef: there is no EventSource \"shop\" in this namespace yet", beside.Error, StringComparison.Ordinal);
    }

    /// <summary>The mapping is what has to give way; the destination is told which ones it shuts out.</summary>
    [Fact]
    public async Task Mapping_WithAnAuthorizationOfItsOwn_IsRefusedBesideADestinationThatHasOne()
    {
        var ns = await cluster.NewNamespaceAsync("own-authorization");
        var own = Samples.Mapping() + "\n  headers: {authorization: mine}";
        var open = "apiVersion: webhooks.extensible.dev/v1alpha1\nkind: WebhookDestination\nmetadata: {name: crm}\nspec: {sourceRef: {name: shop}, enabled: true}";
        Assert.True((await cluster.TryApplyAsync(ns.Name, open)).Succeeded);
        await TestNamespace.EventuallyAsync("a mapping of its own to pass", async () => (await cluster.TryApplyAsync(ns.Name, own)).Succeeded);

        CommandResult? closed = null;
        await TestNamespace.EventuallyAsync("the destination to be warned of it", async () =>
            (closed = await cluster.TryApplyAsync(ns.Name, Samples.Destination)).Error.Contains("WebhookMapping \"orders\"", StringComparison.Ordinal));
        CommandResult? refused = null;
        await TestNamespace.EventuallyAsync("another mapping to be refused", async () =>
            !(refused = await cluster.TryApplyAsync(ns.Name, own.Replace("orders", "others", StringComparison.Ordinal), "--dry-run=server")).Succeeded);

        Assert.True(closed?.Succeeded);
        Assert.Contains("spec.headers.authorization: the destination authenticates (Bearer)", refused?.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("EventSource", "{engine: {type: Redis}}", "spec.engine")]
    [InlineData("WebhookDestination", "{sourceRef: {name: shop}, delivery: {timeout: 10m}}", "spec.delivery.timeout")]
    [InlineData("WebhookReplay", "{destinationRef: {name: crm}}", "set exactly one of them")]
    [InlineData("WebhookReplay", "{destinationRef: {name: crm}, events: {since: \"2026-01-31T12:00:00Z\", trigger: type =}}", "spec.events.trigger (line 1, column 7)")]
    public async Task Apply_OfABadObjectOfAnotherKind_IsRefusedWithItsPlace(string kind, string spec, string place)
    {
        var ns = await cluster.NewNamespaceAsync($"other-{kind.ToLowerInvariant()}-{spec.Length}");

        var result = await cluster.TryApplyAsync(ns.Name, $"apiVersion: webhooks.extensible.dev/v1alpha1\nkind: {kind}\nmetadata: {{name: bad}}\nspec: {spec}");

        Assert.False(result.Succeeded);
        Assert.Contains(place, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_OnceMade_StaysAsItIs()
    {
        var ns = await cluster.NewNamespaceAsync("made-once");
        var made = await cluster.TryApplyAsync(ns.Name, Samples.Replay());

        var same = await cluster.TryApplyAsync(ns.Name, Samples.Replay());
        var changed = await cluster.TryApplyAsync(ns.Name, Samples.Replay("deadLetters: {}"));
        var faster = await cluster.TryApplyAsync(ns.Name, Samples.Replay() + "\n  ratePerSecond: 100");

        Assert.True(made.Succeeded && same.Succeeded, made.Error + same.Error);
        Assert.Contains("Warning: spec.destinationRef: there is no WebhookDestination \"crm\" in this namespace yet", made.Error, StringComparison.Ordinal);
        Assert.False(changed.Succeeded);
        Assert.False(faster.Succeeded);
        Assert.Contains("spec: a replay cannot be changed, since it may have begun: delete it and make another", faster.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DryRun_OfABadMapping_IsRefusedAndOfAGoodOneLeavesNothing()
    {
        var ns = await cluster.NewNamespaceAsync("dry");
        var count = await cluster.CountWritesAsync();

        var bad = await cluster.TryApplyAsync(ns.Name, Samples.Mapping(trigger: "type ="), "--dry-run=server");
        var good = await cluster.TryApplyAsync(ns.Name, Samples.Mapping(), "--dry-run=server");

        Assert.False(bad.Succeeded);
        Assert.True(good.Succeeded, good.Error);

        // What other tests made may still be settling.
        Assert.DoesNotContain(await cluster.WritesSinceAsync(count), write => write.Contains($" {ns.Name}/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Object_ThatWasInvalidBefore_CanBeLabelledAndDeletedButNotEditedIntoAnotherWrong()
    {
        var ns = await cluster.NewNamespaceAsync("invalid-before");
        await cluster.Kubectl.RunAsync(["label", "namespace", ns.Name, AdmissionCluster.Unchecked], Cancelled);
        await ns.ApplyAsync(Samples.Mapping(trigger: "type ="));
        await cluster.Kubectl.RunAsync(["label", "namespace", ns.Name, "webhooks.extensible.dev/disable-validation-"], Cancelled);
        await TestNamespace.EventuallyAsync("the namespace to be checked again", async () => !(await cluster.TryApplyAsync(ns.Name, Samples.Mapping(trigger: "type =", name: "probe"), "--dry-run=server")).Succeeded);

        var labelled = await TryAsync("label", "webhookmapping", "orders", "a=b");
        var held = await TryAsync("patch", "webhookmapping", "orders", "--type", "merge", "-p", """{"metadata":{"finalizers":["tests.extensible.dev/hold"]}}""");
        var edited = await TryAsync("patch", "webhookmapping", "orders", "--type", "merge", "-p", """{"spec":{"trigger":"event ="}}""");
        var deleted = await TryAsync("delete", "webhookmapping", "orders", "--wait=false");
        var beingDeleted = await TryAsync("patch", "webhookmapping", "orders", "--type", "merge", "-p", """{"spec":{"trigger":"event ="}}""");
        var released = await TryAsync("patch", "webhookmapping", "orders", "--type", "merge", "-p", """{"metadata":{"finalizers":[]}}""");

        Assert.Equal("", labelled);
        Assert.Equal("", held);
        Assert.Contains("spec.trigger", edited, StringComparison.Ordinal);
        Assert.Equal("", deleted);
        Assert.Equal("", beingDeleted);
        Assert.Equal("", released);
        Assert.Null(await ns.GetAsync("webhookmapping", "orders"));

        async Task<string> TryAsync(params string[] arguments) => (await cluster.Kubectl.TryRunAsync([.. arguments, "-n", ns.Name], Cancelled)).Error;
    }

    private static string RenderedName(JsonNode document) => (string?)document["metadata"]?["name"] ?? "";

    private static async Task<JsonNode> SpecInvalidAsync(TestNamespace ns, string name)
    {
        JsonNode? found = null;
        await TestNamespace.EventuallyAsync("SpecValid to be false", async () =>
        {
            var conditions = (await ns.GetAsync("webhookmapping", name))?["status"]?["conditions"] as JsonArray ?? [];
            found = conditions.FirstOrDefault(condition => (string?)condition?["type"] == "SpecValid" && (string?)condition?["status"] == "False");
            return found is not null;
        });
        return found ?? new JsonObject();
    }
}
