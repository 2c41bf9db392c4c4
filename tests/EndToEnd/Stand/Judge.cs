namespace ExtensibleWebhooks.EndToEnd.Stand;

/// <summary>
/// Accounts for every event that was answered with success: the receiver has it, with its content, and at the destination that may not be reached it is a dead letter.
/// </summary>
/// <param name="scene">With a source <c>shop</c> that both destinations are of.</param>
internal sealed class Judge(Scene scene)
{
    /// <summary>A source; <c>orders</c>, that the receiver gets; <c>inward</c>, that no worker may send.</summary>
    /// <param name="source">Its manifest.</param>
    public static string Manifest(string source) =>
        source
        + Manifests.Destination("crm", "shop", "secret") + Manifests.Mapping("orders", "crm")
        + Manifests.Destination("api", "shop", "secret") + Manifests.Mapping("inward", "api").Replace("http://echo:8081/inward", "https://kubernetes.default.svc/inward", StringComparison.Ordinal);

    /// <summary>Waits until nothing is missing.</summary>
    /// <returns>How often a webhook came once more.</returns>
    public async Task<int> AccountAsync(IReadOnlyList<string> accepted)
    {
        Assert.NotEmpty(accepted);
        var missing = accepted.ToHashSet();
        await Poll.HoldsAsync("every accepted event at the receiver", _ =>
        {
            missing.ExceptWith(scene.Receiver.Received.Select(webhook => webhook.Id ?? ""));
            return Task.FromResult(missing.Count == 0);
        });

        missing = [.. accepted];
        var letters = 0;
        await Poll.HoldsAsync("every accepted event in the dead letters", async _ =>
        {
            var found = await scene.DeadLettersAsync("shop");
            Assert.All(found, letter => Assert.Equal(("api", "EgressDenied"), ((string?)letter["destination"], (string?)letter["reason"])));
            missing.ExceptWith(found.Select(letter => (string?)letter["body"]).Select(IdOf));
            letters = found.Count;
            return missing.Count == 0;
        });

        var received = scene.Receiver.Received;
        Assert.All(received, webhook => Assert.Equal($$"""{"id":"{{webhook.Id}}"}""", webhook.Body));
        var copies = received.DistinctBy(webhook => webhook.Id).Count();
        var repeated = received.Count - copies;
        TestContext.Current.TestOutputHelper?.WriteLine($"{accepted.Count} accepted, {copies} received, {repeated} once more, {letters} dead letters");
        return repeated;
    }

    private static string IdOf(string? body) => body?.Split('"') is [_, "id", _, var id, _] ? id : "";
}
