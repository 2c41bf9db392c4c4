using ExtensibleWebhooks.Operator.Tests.Cluster;
using ExtensibleWebhooks.Support;
using ExtensibleWebhooks.Support.Commands;
using ExtensibleWebhooks.Support.Kubernetes;

namespace ExtensibleWebhooks.Operator.Tests.Crds.Schema;

/// <summary>The generated files on a real API server, as their users have them through kubectl.</summary>
public sealed class CrdServerTests(ApiServerFixture fixture)
{
    private static readonly string Quickstart = RepositoryRoot.At("crds", "samples", "quickstart");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Explain_OfAField_HasItsSentences()
    {
        var kubectl = await InstallAsync();

        var text = await kubectl.RunAsync(["explain", "whm.spec.batching"], Cancelled);

        Assert.Contains("Sends several events in one request", text, StringComparison.Ordinal);
        Assert.Matches("maxWait\\s+<string>\\s+Longest time that an event waits for others", text);
    }

    [Fact]
    public async Task Replay_IsExplainedListedAndKeptAsItIs()
    {
        var kubectl = await InstallAsync();
        var place = await fixture.CreateNamespaceAsync(Cancelled);
        const string manifest = """{"apiVersion":"webhooks.extensible.dev/v1alpha1","kind":"WebhookReplay","metadata":{"name":"again"},"spec":{"destinationRef":{"name":"crm"},"events":{"since":"2026-01-31T12:00:00Z"}}}""";

        var applied = await ApplyAsync(kubectl, place, manifest);
        var wrong = await ApplyAsync(kubectl, place, manifest.Replace("2026-01-31T12:00:00Z", "yesterday", StringComparison.Ordinal));
        var text = await kubectl.RunAsync(["explain", "whr.spec.events"], Cancelled);
        var listed = await kubectl.RunAsync(["get", "whr", "-n", place], Cancelled);

        Assert.True(applied.Succeeded, applied.Error);
        Assert.Equal(50, (await kubectl.GetAsync(["whr", "again", "-n", place], Cancelled))?["spec"]?["ratePerSecond"]?.GetValue<int>());
        Assert.False(wrong.Succeeded);
        Assert.Contains("spec.events.since", wrong.Error, StringComparison.Ordinal);
        Assert.Matches("since\\s+<string> -required-\\s+Those that were accepted then or later", text);
        Assert.Matches("^NAME +DESTINATION +PHASE +MATCHED +DELIVERED +FAILED +AGE\nagain +crm +", listed);
    }

    [Fact]
    public async Task Apply_OfTheQuickstart_IsTakenWithItsDefaultsWritten()
    {
        var kubectl = await InstallAsync();
        var place = await fixture.CreateNamespaceAsync(Cancelled);

        await kubectl.RunAsync(["apply", "-n", place, "-f", Quickstart], Cancelled);

        var destination = await kubectl.GetAsync(["webhookdestination", "crm", "-n", place], Cancelled);
        Assert.Equal("4h", destination?["spec"]?["delivery"]?["retry"]?["maxAge"]?.GetValue<string>());
        var listed = await kubectl.RunAsync(["get", "webhooks", "-n", place], Cancelled);
        Assert.All(["eventsource.webhooks.extensible.dev/shop", "webhookdestination.webhooks.extensible.dev/crm", "webhookmapping.webhooks.extensible.dev/orders"],
            name => Assert.Contains(name, listed, StringComparison.Ordinal));
    }

    /// <summary>What is replaced in the mapping of the quickstart, and what the server answers then.</summary>
    [Theory]
    [InlineData("trigger:", "trigerr:", "unknown field \"trigerr\"")]
    [InlineData("method: POST", "batching: {format: Json}", "spec.batching.format: Unsupported value: \"Json\": supported values: \"JsonArray\", \"NdJson\", \"Wrapped\"")]
    [InlineData("name: orders", "name: Orders", "metadata.name")]
    public async Task Apply_OfATypingError_IsRefusedWithItsPlace(string part, string replacement, string message)
    {
        var kubectl = await InstallAsync();
        var place = await fixture.CreateNamespaceAsync(Cancelled);
        var mapping = (await File.ReadAllTextAsync(Path.Combine(Quickstart, "mapping.yaml"), Cancelled)).Replace(part, replacement, StringComparison.Ordinal);

        var result = await ApplyAsync(kubectl, place, mapping);

        Assert.False(result.Succeeded);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
    }

    private async Task<Kubectl> InstallAsync() => (await fixture.GetWithKindsAsync(Cancelled)).Kubectl;

    private static Task<CommandResult> ApplyAsync(Kubectl kubectl, string place, string manifest) =>
        (kubectl.ToCommand(["apply", "-n", place, "-f", "-"]) with { Input = manifest }).TryRunAsync(Cancelled);
}
