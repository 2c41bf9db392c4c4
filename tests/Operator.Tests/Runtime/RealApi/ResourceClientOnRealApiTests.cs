using System.Text.Json.Nodes;
using ExtensibleWebhooks.Operator.Tests.Cluster;
using ExtensibleWebhooks.Runtime.Client;
using ExtensibleWebhooks.Runtime.Finalizers;
using k8s.Models;

namespace ExtensibleWebhooks.Operator.Tests.Runtime.RealApi;

/// <summary>Each sort of write, against the real merge logic.</summary>
public class ResourceClientOnRealApiTests(ApiServerFixture fixture)
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Apply_TheSameTwice_ChangesNothing_AndLeavingOutRemoves()
    {
        var api = await RealApi.InNewNamespaceAsync(fixture);

        var first = await api.Client.ApplyAsync(ConfigMap(api, ("kept", "1"), ("dropped", "2")), CancellationToken);
        var second = await api.Client.ApplyAsync(ConfigMap(api, ("kept", "1"), ("dropped", "2")), CancellationToken);
        var third = await api.Client.ApplyAsync(ConfigMap(api, ("kept", "1")), CancellationToken);

        Assert.Equal(first.Metadata.ResourceVersion, second.Metadata.ResourceVersion);
        Assert.Equal(["kept"], third.Data.Keys);
    }

    [Fact]
    public async Task Apply_TakesAFieldOverFromAnother_AndLeavesTheirOthers()
    {
        var api = await RealApi.InNewNamespaceAsync(fixture);
        await api.Server.Kubectl.RunAsync(["-n", api.Namespace, "create", "configmap", "c", "--from-literal=a=theirs", "--from-literal=b=theirs"], CancellationToken);

        var applied = await api.Client.ApplyAsync(ConfigMap(api, ("a", "ours")), CancellationToken);

        Assert.Equal(("ours", "theirs"), (applied.Data["a"], applied.Data["b"]));
    }

    [Fact]
    public async Task Get_OfWhatIsNotThere_IsNull_AndDeleteIsFalse()
    {
        var api = await RealApi.InNewNamespaceAsync(fixture);

        Assert.Null(await api.Client.GetAsync<V1ConfigMap>(api.Namespace, "none", CancellationToken));
        Assert.Null(await api.Client.GetAsync<JsonObject>(new ApiResource("no.such", "v1", "things", "Thing"), api.Namespace, "none", CancellationToken));
        Assert.False(await api.Client.DeleteAsync<V1ConfigMap>(api.Namespace, "none", uid: null, CancellationToken));
    }

    [Fact]
    public async Task Create_OfWhatIsThere_AndMergeOfAnOldVersion_AreConflicts()
    {
        var api = await RealApi.InNewNamespaceAsync(fixture);
        var document = new JsonObject { ["metadata"] = new JsonObject { ["name"] = "c", ["namespace"] = api.Namespace } };
        var resource = ApiResource.Of<V1ConfigMap>();
        var created = await api.Client.CreateAsync<V1ConfigMap>(resource, document, CancellationToken);
        await api.Client.ApplyAsync(ConfigMap(api, ("a", "1")), CancellationToken);

        var again = await Assert.ThrowsAsync<KubeApiException>(() => api.Client.CreateAsync<V1ConfigMap>(resource, document, CancellationToken));
        var old = new JsonObject { ["metadata"] = new JsonObject { ["resourceVersion"] = created.Metadata.ResourceVersion }, ["data"] = new JsonObject { ["a"] = "2" } };
        var stale = await Assert.ThrowsAsync<KubeApiException>(() => api.Client.MergeAsync<V1ConfigMap>(resource, api.Namespace, "c", old, CancellationToken));

        Assert.Equal((409, "AlreadyExists"), (again.Error.Code, again.Error.Reason));
        Assert.Equal((409, "Conflict"), (stale.Error.Code, stale.Error.Reason));
    }

    [Fact]
    public async Task Delete_OfAnotherUid_IsRefused()
    {
        var api = await RealApi.InNewNamespaceAsync(fixture);
        var applied = await api.Client.ApplyAsync(ConfigMap(api), CancellationToken);

        var refused = await Assert.ThrowsAsync<KubeApiException>(() => api.Client.DeleteAsync<V1ConfigMap>(api.Namespace, "c", "another", CancellationToken));
        Assert.True(refused.Error.IsConflict);
        Assert.True(await api.Client.DeleteAsync<V1ConfigMap>(api.Namespace, "c", applied.Metadata.Uid, CancellationToken));
    }

    [Fact]
    public async Task InvalidDocument_NamesTheFields_NotTheValues()
    {
        var api = await RealApi.InNewNamespaceAsync(fixture);
        var document = JsonNode.Parse("""
            {"metadata": {"name": "s", "namespace": "NS"}, "spec": {"type": "canary", "ports": [{"port": 99999, "protocol": "TCP"}]}}
            """.Replace("NS", api.Namespace, StringComparison.Ordinal))?.AsObject() ?? [];

        var refused = await Assert.ThrowsAsync<KubeApiException>(() => api.Client.ApplyAsync<JsonObject>(ApiResource.Of<V1Service>(), document, CancellationToken));

        Assert.Equal(422, refused.Error.Code);
        Assert.Contains("spec.ports[0].port", refused.Error.Fields);
        Assert.DoesNotContain("canary", refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task PatchStatus_WritesOnce_AndKeepsTheSpec()
    {
        var api = await RealApi.InNewNamespaceAsync(fixture);
        await api.DefineWidgetsAsync();
        await api.ApplyWidgetAsync("w", "3");
        var before = await api.Client.GetAsync<Widget>(api.Namespace, "w", CancellationToken);
        Assert.NotNull(before);

        Assert.True(await api.Client.PatchStatusAsync(before, before.Status, StatusAt(DateTime.UnixEpoch.AddSeconds(1.5)), CancellationToken));
        var after = await api.Client.GetAsync<Widget>(api.Namespace, "w", CancellationToken);
        Assert.NotNull(after);
        Assert.False(await api.Client.PatchStatusAsync(after, after.Status, StatusAt(DateTime.UnixEpoch.AddSeconds(99.25)), CancellationToken));

        var stale = await Assert.ThrowsAsync<KubeApiException>(() => api.Client.PatchStatusAsync(before, before.Status, new WidgetStatus { Size = 8 }, CancellationToken));
        Assert.True(stale.Error.IsConflict);
        Assert.Equal(3, after.Spec.Size);
        Assert.Equal(7, after.Status?.Size);
        Assert.Equal(before.Metadata.Generation, after.Metadata.Generation);
        Assert.Equal(DateTime.UnixEpoch.AddSeconds(1), after.Status?.Conditions?[0].LastTransitionTime);
    }

    [Fact]
    public async Task Finalizer_GoesOnAndOff_BesideOthers_AndNeverOverwritesAListThatChanged()
    {
        var api = await RealApi.InNewNamespaceAsync(fixture);
        var bare = await api.Client.ApplyAsync(ConfigMap(api), CancellationToken);

        var ours = await FinalizerList.AttachAsync(api.Client, bare, "tests.dev/ours", CancellationToken);
        var theirs = await FinalizerList.AttachAsync(api.Client, ours, "tests.dev/theirs", CancellationToken);
        var stale = await Assert.ThrowsAsync<KubeApiException>(() => FinalizerList.AttachAsync(api.Client, ours, "tests.dev/third", CancellationToken));
        var staleToo = await Assert.ThrowsAsync<KubeApiException>(() => FinalizerList.AttachAsync(api.Client, bare, "tests.dev/third", CancellationToken));
        await api.Client.DeleteAsync<V1ConfigMap>(api.Namespace, "c", uid: null, CancellationToken);
        var rest = await FinalizerList.DetachAsync(api.Client, theirs, "tests.dev/ours", CancellationToken);

        Assert.Equal(["tests.dev/ours", "tests.dev/theirs"], theirs.Metadata.Finalizers);
        Assert.True(stale.Error.IsConflict && staleToo.Error.IsConflict);
        Assert.Equal(["tests.dev/theirs"], rest?.Metadata.Finalizers);
        Assert.NotNull(rest);
        await FinalizerList.DetachAsync(api.Client, rest, "tests.dev/theirs", CancellationToken);
        Assert.Null(await api.Client.GetAsync<V1ConfigMap>(api.Namespace, "c", CancellationToken));
        Assert.Null(await FinalizerList.DetachAsync(api.Client, rest, "tests.dev/theirs", CancellationToken));
    }

    [Fact]
    public async Task Discovery_TellsWhatThisServerServes()
    {
        var api = await RealApi.InNewNamespaceAsync(fixture);
        var discovery = new Discovery(api.Transport, TimeProvider.System);

        Assert.True(await discovery.IsServedAsync(ApiResource.Of<V1StatefulSet>(), CancellationToken));
        Assert.True(await discovery.IsServedAsync(ApiResource.Of<V1ConfigMap>(), CancellationToken));
        Assert.False(await discovery.IsServedAsync(new ApiResource("monitoring.coreos.com", "v1", "podmonitors", "PodMonitor"), CancellationToken));
    }

    private static V1ConfigMap ConfigMap(RealApi api, params (string Key, string Value)[] data) => new()
    {
        Metadata = new V1ObjectMeta { Name = "c", NamespaceProperty = api.Namespace },
        Data = data.Length == 0 ? null : data.ToDictionary(entry => entry.Key, entry => entry.Value),
    };

    private static WidgetStatus StatusAt(DateTime time) => new()
    {
        Size = 7,
        Conditions = [new V1Condition { Type = "Ready", Status = "True", Reason = "Done", Message = "", LastTransitionTime = time }],
    };
}
