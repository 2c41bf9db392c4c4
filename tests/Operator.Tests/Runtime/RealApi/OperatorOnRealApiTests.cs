using System.Text.Json.Nodes;
using ExtensibleWebhooks.Operator.Tests.Cluster;
using ExtensibleWebhooks.Runtime.Client;
using ExtensibleWebhooks.Runtime.Hosting;
using ExtensibleWebhooks.Support;
using k8s.Models;

namespace ExtensibleWebhooks.Operator.Tests.Runtime.RealApi;

/// <summary>A controller from its custom resource to what it makes, on a real API server.</summary>
public class OperatorOnRealApiTests(ApiServerFixture fixture)
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Widget_IsMade_Mended_Followed_AndUndone()
    {
        var api = await RealApi.InNewNamespaceAsync(fixture);
        await api.DefineWidgetsAsync();
        await using var widgets = await WidgetOperator.StartAsync(api);

        await api.ApplyWidgetAsync("w", "1");
        await UntilMadeAsync(api, "1");
        var made = await WidgetAsync(api);
        Assert.Equal([WidgetCleanup.Name], made?.Metadata.Finalizers);

        await api.ApplyWidgetAsync("w", "2");
        await UntilMadeAsync(api, "2");

        await api.Server.Kubectl.RunAsync(["-n", api.Namespace, "delete", "configmap", "w"], CancellationToken);
        await UntilMadeAsync(api, "2");

        await api.Server.Kubectl.RunAsync(["-n", api.Namespace, "delete", "widget", "w", "--wait=false"], CancellationToken);
        await Eventually.TrueAsync(() => !widgets.Controller.Deleted.IsEmpty, "the widget to be gone", CancellationToken);
        Assert.Null(await WidgetAsync(api));
        Assert.Equal(["w"], widgets.Cleanup.Undone);
        await Eventually.TrueAsync(
            async () => (await api.Server.Kubectl.RunAsync(["-n", api.Namespace, "get", "events"], CancellationToken)).Contains("size 2", StringComparison.Ordinal),
            "an event",
            CancellationToken);
    }

    [Fact]
    public async Task NothingChanges_NothingIsWritten()
    {
        var api = await RealApi.InNewNamespaceAsync(fixture);
        await api.DefineWidgetsAsync();
        await using var widgets = await WidgetOperator.StartAsync(api);
        await api.ApplyWidgetAsync("w", "1");
        await UntilMadeAsync(api, "1");
        await Eventually.TrueAsync(() => widgets.Widgets.Get(new NamespacedName(api.Namespace, "w"))?.Status is not null, "the status in the cache", CancellationToken);

        // A change of what is owned makes another reconciliation: an apply that changes nothing, and no status.
        var version = (await WidgetAsync(api))?.Metadata.ResourceVersion;
        var reconciled = widgets.Controller.Reconciled["w"];
        await api.Server.Kubectl.RunAsync(["-n", api.Namespace, "label", "configmap", "w", "looked=at"], CancellationToken);
        await Eventually.TrueAsync(() => widgets.Controller.Reconciled["w"] > reconciled, "one more look", CancellationToken);
        await widgets.StopAsync();

        Assert.Equal(version, (await WidgetAsync(api))?.Metadata.ResourceVersion);
        var writes = await api.Server.ReadWritesAsync(CancellationToken);
        Assert.Single(writes, write => write.Namespace == api.Namespace && write.Subresource == "status" && write.Status == 200);
    }

    [Fact]
    public async Task TerminalFailure_WaitsForAChange()
    {
        var api = await RealApi.InNewNamespaceAsync(fixture);
        await api.DefineWidgetsAsync();
        await using var widgets = await WidgetOperator.StartAsync(api);

        await api.ApplyWidgetAsync("w", "-1");
        await Eventually.TrueAsync(() => widgets.Controller.Reconciled.GetValueOrDefault("w") >= 1, "a look", CancellationToken);
        await api.ApplyWidgetAsync("w", "4");
        await UntilMadeAsync(api, "4");

        Assert.Contains("controller_runtime_terminal_reconcile_errors_total{controller=\"widget\"} ", await widgets.MetricsAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("controller_runtime_terminal_reconcile_errors_total{controller=\"widget\"} 0", await widgets.MetricsAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TwoReplicas_BothReady_OneActs_AndTheOtherAfterItStops()
    {
        var api = await RealApi.InNewNamespaceAsync(fixture);
        await api.DefineWidgetsAsync();
        await using var first = await WidgetOperator.StartAsync(api, "first");
        await api.ApplyWidgetAsync("w", "1");
        await UntilMadeAsync(api, "1");
        await using var second = await WidgetOperator.StartAsync(api, "second");
        await Eventually.TrueAsync(() => second.Health.Ready().IsHealthy, "the second to be ready", CancellationToken);

        Assert.True(second.Health.Live().IsHealthy);
        Assert.Empty(second.Controller.Reconciled);
        await Assert.ThrowsAsync<WriteFencedException>(() => second.Client.ApplyAsync<JsonObject>(
            ApiResource.Of<V1ConfigMap>(), new JsonObject { ["metadata"] = new JsonObject { ["name"] = "x", ["namespace"] = api.Namespace } }, CancellationToken));

        await first.StopAsync();
        await api.ApplyWidgetAsync("w", "2");
        await UntilMadeAsync(api, "2");
        Assert.Contains("leader_election_master_status{name=\"widgets\"} 1", await second.MetricsAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task LeaseStolen_TheProcessEnds_WithACodeOtherThanZero()
    {
        var api = await RealApi.InNewNamespaceAsync(fixture);
        await api.DefineWidgetsAsync();
        var before = Environment.ExitCode;
        await using var widgets = await WidgetOperator.StartAsync(api);
        await api.ApplyWidgetAsync("w", "1");
        await UntilMadeAsync(api, "1");

        await api.Server.Kubectl.RunAsync(
            ["-n", api.Namespace, "patch", "lease", "widgets", "--type=merge", "-p", """{"spec": {"holderIdentity": "thief"}}"""], CancellationToken);
        await Eventually.TrueAsync(() => widgets.Ended.IsCancellationRequested, "its end", CancellationToken);

        Assert.Equal(OperatorExitCodes.LeadershipLost, Environment.ExitCode);
        Environment.ExitCode = before;
    }

    private static Task<Widget?> WidgetAsync(RealApi api) => api.Client.GetAsync<Widget>(api.Namespace, "w", CancellationToken);

    private static Task UntilMadeAsync(RealApi api, string size) => Eventually.TrueAsync(
        async () =>
        {
            var made = await api.Client.GetAsync<V1ConfigMap>(api.Namespace, "w", CancellationToken);
            return made?.Data["size"] == size && (await WidgetAsync(api))?.Status?.Size?.ToString(System.Globalization.CultureInfo.InvariantCulture) == size;
        },
        $"a ConfigMap of size {size}",
        CancellationToken);
}
