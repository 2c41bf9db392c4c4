using System.Text.Json.Nodes;
using ExtensibleWebhooks.Operator.Tests.Runtime.FakeApi;
using ExtensibleWebhooks.Runtime.Client;
using ExtensibleWebhooks.Runtime.Metrics;
using k8s.Models;
using Microsoft.Extensions.Time.Testing;

namespace ExtensibleWebhooks.Operator.Tests.Runtime.Client;

/// <summary>What exactly goes over the wire.</summary>
public sealed class ResourceClientTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new();
    private FakeApiServer _server = null!; // set by InitializeAsync, before every test
    private ApiTransport _transport = null!; // likewise

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    private ResourceClient Client => new(_transport, "my operator", fence: null, RuntimeJson.Options);

    public async ValueTask InitializeAsync()
    {
        _server = await FakeApiServer.StartAsync(CancellationToken);
        _transport = new ApiTransport(_server.Connect(), RetryPolicy.Default, new RestClientMetrics(Prometheus.Metrics.NewCustomRegistry()), _time);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Apply_IsForced_UnderOurFieldManager_WithKindAndVersionFilledIn()
    {
        await Client.ApplyAsync(new V1StatefulSet { Metadata = new V1ObjectMeta { Name = "a", NamespaceProperty = "n" } }, CancellationToken);

        var request = Assert.Single(_server.Requests);
        Assert.Equal("PATCH", request.Method);
        Assert.Equal("/apis/apps/v1/namespaces/n/statefulsets/a", request.Path);
        Assert.Equal("my operator", request.Query["fieldManager"]);
        Assert.Equal("true", request.Query["force"]);
        Assert.Equal("application/apply-patch+yaml", request.Headers["Content-Type"]);
        var body = JsonNode.Parse(request.Body);
        Assert.Equal("apps/v1", (string?)body?["apiVersion"]);
        Assert.Equal("StatefulSet", (string?)body?["kind"]);
    }

    [Fact]
    public async Task MetadataOf_AsksForMetadataOnly()
    {
        await Client.GetAsync<MetadataOf<V1Secret>>("n", "s", CancellationToken);

        var request = Assert.Single(_server.Requests);
        Assert.Equal("/api/v1/namespaces/n/secrets/s", request.Path);
        Assert.Equal("application/json; as=PartialObjectMetadata; v=v1; g=meta.k8s.io", request.Headers["Accept"]);
    }

    [Fact]
    public async Task List_ReadsEveryPage()
    {
        _server.NextList(async context =>
        {
            await FakeAnswers.JsonAsync(context, FakeObjects.ListOf([FakeObjects.Document("a", "1")], "v", next: "more & more"));
            return true;
        });
        _server.NextList(async context =>
        {
            await FakeAnswers.JsonAsync(context, FakeObjects.ListOf([FakeObjects.Document("b", "1")], "v"));
            return true;
        });

        var items = await Client.ListAsync<V1ConfigMap>("default", "app=x,tier!=y", CancellationToken);

        Assert.Equal(["a", "b"], items.Select(item => item.Metadata.Name));
        Assert.All(_server.Requests, request => Assert.Equal("app=x,tier!=y", request.Query["labelSelector"]));
        Assert.Equal("more & more", _server.Requests.Last().Query["continue"]);
    }

    [Fact]
    public async Task Delete_WithAUid_IsOnlyForThatObject()
    {
        Assert.True(await Client.DeleteAsync<V1ConfigMap>("n", "a", "u1", CancellationToken));

        var body = JsonNode.Parse(Assert.Single(_server.Requests).Body);
        Assert.Equal("u1", (string?)body?["preconditions"]?["uid"]);
        Assert.Equal("Background", (string?)body?["propagationPolicy"]);
    }

    [Fact]
    public async Task PatchStatus_SendsOnlyWhatDiffers_AndNothingTheSecondTime()
    {
        var entity = new V1ConfigMap { Metadata = new V1ObjectMeta { Name = "a", NamespaceProperty = "n", ResourceVersion = "7" } };
        var current = new JsonObject { ["ready"] = 1, ["gone"] = "x" };
        var desired = new JsonObject { ["ready"] = 2 };

        Assert.True(await Client.PatchStatusAsync(entity, current, desired, CancellationToken));
        Assert.False(await Client.PatchStatusAsync(entity, desired, desired.DeepClone(), CancellationToken));

        var request = Assert.Single(_server.Requests);
        Assert.EndsWith("/configmaps/a/status", request.Path, StringComparison.Ordinal);
        Assert.Equal("""{"status":{"ready":2,"gone":null},"metadata":{"resourceVersion":"7"}}""", request.Body);
    }

    [Fact]
    public async Task Discovery_RemembersForAMinute_AndKnowsAMissingGroup()
    {
        var discovery = new Discovery(_transport, _time);
        var podMonitors = new ApiResource("monitoring.coreos.com", "v1", "podmonitors", "PodMonitor");
        _server.NextOther(context => FakeAnswers.StatusAsync(context, 404, "NotFound"));
        _server.NextOther(async context =>
        {
            await FakeAnswers.JsonAsync(context, new JsonObject { ["resources"] = new JsonArray(new JsonObject { ["name"] = "podmonitors" }) });
            return true;
        });

        Assert.False(await discovery.IsServedAsync(podMonitors, CancellationToken));
        Assert.False(await discovery.IsServedAsync(podMonitors, CancellationToken));
        _time.Advance(TimeSpan.FromSeconds(61));
        Assert.True(await discovery.IsServedAsync(podMonitors, CancellationToken));
        Assert.Equal(2, _server.Requests.Count);
        Assert.Equal("/apis/monitoring.coreos.com/v1", _server.Requests.First().Path.TrimEnd('/'));
    }
}
