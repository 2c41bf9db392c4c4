namespace ExtensibleWebhooks.Operator.Tests.Manager.Cluster;

/// <summary>In a steady state nothing is written, however often the operator looks.</summary>
public class QuietTests(OperatorCluster cluster) : IClassFixture<OperatorCluster>
{
    private const int Destinations = 20;
    private const int MappingsEach = 5;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Looks_AtTwentyDestinationsAndAHundredMappings_WriteNothing()
    {
        var ns = await cluster.NewNamespaceAsync("quiet");
        await ns.ApplyAsync(Many());
        await AllReadyAsync(ns);
        await SettledAsync(ns, "settled");
        var count = await cluster.CountWritesAsync();

        // Each of these wakes the source, and the last one shows in the end that all were looked at.
        for (var look = 0; look < 5; look++)
        {
            await ns.RunAsync("annotate", "eventsource", "shop", $"look={look}", "--overwrite");
            await ns.RunAsync("annotate", "webhookmapping", "m3-3", $"look={look}", "--overwrite");
        }

        var writes = await SettledAsync(ns, "looked", count);

        Assert.Equal(["patch secrets quiet/shop-worker 200", "patch webhookmappings/status quiet/m0-0 200"], writes.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Operator_StartedAgain_WritesNothing()
    {
        var ns = await cluster.NewNamespaceAsync("restarted");
        await ns.ApplyAsync(Many());
        await AllReadyAsync(ns);
        await SettledAsync(ns, "settled");
        await cluster.StopOperatorAsync();
        var count = await cluster.CountWritesAsync();

        await cluster.StartOperatorAsync(watchNamespaces: []);
        var writes = await SettledAsync(ns, "again", count);

        Assert.Equal(["patch secrets restarted/shop-worker 200", "patch webhookmappings/status restarted/m0-0 200"], writes.Order(StringComparer.Ordinal));
    }

    private static string Many() => Samples.Join(
    [
        Samples.Source,
        .. from destination in Enumerable.Range(0, Destinations)
           select $$"""
               apiVersion: webhooks.extensible.dev/v1alpha1
               kind: WebhookDestination
               metadata: {name: d{{destination}}}
               spec: {sourceRef: {name: shop}, enabled: true}
               """,
        .. from destination in Enumerable.Range(0, Destinations)
           from mapping in Enumerable.Range(0, MappingsEach)
           select Samples.Mapping(name: $"m{destination}-{mapping}", destination: $"d{destination}"),
    ]);

    private static Task AllReadyAsync(TestNamespace ns) => TestNamespace.EventuallyAsync("all mappings to be ready", async () =>
        (await ns.GetAsync("webhookmappings"))?["items"]?.AsArray().Count(item => item?["status"]?["conditions"]?[0]?["status"]?.GetValue<string>() == "True")
        == Destinations * MappingsEach);

    /// <summary>Changes one mapping and waits for the two writes that follow: all that came before has been looked at by then.</summary>
    private async Task<IReadOnlyList<string>> SettledAsync(TestNamespace ns, string mark, int? sinceCount = null)
    {
        var count = sinceCount ?? await cluster.CountWritesAsync();
        await ns.ApplyAsync(Samples.Mapping(name: "m0-0", destination: "d0", url: $"https://api.example.com/{mark}"));
        await ns.ConfigAsync("shop", mark, config => config.Contains(mark, StringComparison.Ordinal));
        await ns.ConditionAsync("webhookmapping", "m0-0", "Ready", "True", "Ready");
        var metrics = await cluster.Operator.GetAsync("/metrics", Cancelled);
        Assert.Contains("controller_runtime_reconcile_total", metrics.Body, StringComparison.Ordinal);
        return await cluster.WritesSinceAsync(count);
    }
}
