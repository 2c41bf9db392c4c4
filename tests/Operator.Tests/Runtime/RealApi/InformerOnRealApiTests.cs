using ExtensibleWebhooks.Operator.Tests.Cluster;
using ExtensibleWebhooks.Operator.Tests.Runtime.Cache;
using ExtensibleWebhooks.Runtime.Cache;
using ExtensibleWebhooks.Runtime.Client;
using ExtensibleWebhooks.Runtime.Metrics;
using ExtensibleWebhooks.Support;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Logging.Abstractions;

namespace ExtensibleWebhooks.Operator.Tests.Runtime.RealApi;

public sealed class InformerOnRealApiTests(ApiServerFixture fixture) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _running = [];

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ManyObjects_InSeveralPages_AreAllThere_AndFollowed()
    {
        var api = await RealApi.InNewNamespaceAsync(fixture);
        await Parallel.ForEachAsync(Enumerable.Range(0, 520), CancellationToken, async (number, token) => await ApplyAsync(api, $"c{number}", "1", token));
        var mirror = new MirrorHandler();
        var informer = Start<V1ConfigMap>(api, mirror);

        await UntilAsync(() => informer.HasSynced, "the first list");
        Assert.Equal(520, informer.List().Count);

        await ApplyAsync(api, "c7", "2", CancellationToken);
        await api.Client.DeleteAsync<V1ConfigMap>(api.Namespace, "c8", uid: null, CancellationToken);
        await ApplyAsync(api, "c8", "again", CancellationToken);
        await UntilAsync(() => mirror.Told.Count == 523, "three changes");

        Assert.Equal(["~c7", "-c8", "+c8"], mirror.ToldSoFar()[520..]);
        Assert.Empty(mirror.Complaints);
    }

    [Fact]
    public async Task SecretsAsMetadata_HoldNoSecret_AndTellEachChange()
    {
        var api = await RealApi.InNewNamespaceAsync(fixture);
        await CreateSecretAsync(api, "s", "canary-1");
        var informer = Start<MetadataOf<V1Secret>>(api);
        await UntilAsync(() => informer.Get(Key(api, "s")) is not null, "the secret's metadata");
        var before = informer.Get(Key(api, "s"))?.Metadata.ResourceVersion;

        await CreateSecretAsync(api, "s", "canary-2");
        await UntilAsync(() => informer.Get(Key(api, "s"))?.Metadata.ResourceVersion != before, "its change");

        Assert.Equal("Secret", informer.Get(Key(api, "s"))?.Kind);
        Assert.DoesNotContain("canary", KubernetesJson.Serialize(informer.List()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Indexes_FollowTheObjects()
    {
        var api = await RealApi.InNewNamespaceAsync(fixture);
        var informer = Start<V1ConfigMap>(api);
        informer.AddIndex("value", entity => entity.Data?.Values ?? []);

        await ApplyAsync(api, "a", "one", CancellationToken);
        await ApplyAsync(api, "b", "one", CancellationToken);
        await UntilAsync(() => informer.ByIndex("value", "one").Count == 2, "both under one");
        await ApplyAsync(api, "a", "two", CancellationToken);
        await UntilAsync(() => informer.ByIndex("value", "two").Count == 1, "one moved");

        Assert.Equal("b", Assert.Single(informer.ByIndex("value", "one")).Metadata.Name);
        Assert.Empty(informer.ByIndex("value", "three"));
        Assert.Throws<ArgumentException>(() => informer.ByIndex("none", ""));
    }

    [Fact]
    public async Task LabelSelector_AndSeveralNamespaces_NarrowTheCache()
    {
        var (one, two) = (await RealApi.InNewNamespaceAsync(fixture), await RealApi.InNewNamespaceAsync(fixture));
        var informer = Start<V1ConfigMap>(one, options: new InformerOptions { Namespaces = [one.Namespace, two.Namespace], LabelSelector = "mine=yes" });

        await ApplyAsync(one, "other", "1", CancellationToken);
        await ApplyAsync(one, "a", "1", CancellationToken, mine: true);
        await ApplyAsync(two, "b", "1", CancellationToken, mine: true);
        await UntilAsync(() => informer.List().Count == 2, "one of each namespace");

        Assert.NotNull(informer.Get(Key(one, "a")));
        Assert.NotNull(informer.Get(Key(two, "b")));
    }

    [Fact]
    public async Task ObjectThatTheTypeCannotRead_IsTold_UntilItIsCorrected()
    {
        var api = await RealApi.InNewNamespaceAsync(fixture);
        await api.DefineWidgetsAsync();
        await api.ApplyWidgetAsync("good", "1");
        await api.ApplyWidgetAsync("bad", "\"large\"");
        var informer = Start<Widget>(api);

        await UntilAsync(() => informer.HasSynced, "the first list");
        Assert.Equal("$.spec.size", Assert.Single(informer.Undecodable).Path);
        Assert.Equal("good", Assert.Single(informer.List()).Metadata.Name);

        await api.ApplyWidgetAsync("bad", "2");
        await UntilAsync(() => informer.Undecodable.Count == 0, "the correction");
        Assert.Equal(2, informer.Get(Key(api, "bad"))?.Spec.Size);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_running);
        _stop.Dispose();
    }

    private static NamespacedName Key(RealApi api, string name) => new(api.Namespace, name);

    private static Task UntilAsync(Func<bool> condition, string what) => Eventually.TrueAsync(condition, what, CancellationToken);

    private static Task<V1ConfigMap> ApplyAsync(RealApi api, string name, string value, CancellationToken cancellationToken, bool mine = false) =>
        api.Client.ApplyAsync(
            new V1ConfigMap
            {
                Metadata = new V1ObjectMeta
                {
                    Name = name,
                    NamespaceProperty = api.Namespace,
                    Labels = mine ? new Dictionary<string, string> { ["mine"] = "yes" } : null,
                },
                Data = new Dictionary<string, string> { ["value"] = value },
            },
            cancellationToken);

    private static Task<string> CreateSecretAsync(RealApi api, string name, string value) => api.Server.Kubectl.ApplyAsync(
        $$"""
        apiVersion: v1
        kind: Secret
        metadata: {name: {{name}}, namespace: {{api.Namespace}}}
        stringData: {token: {{value}}}
        """,
        CancellationToken);

    private Informer<T> Start<T>(RealApi api, IInformerHandler<T>? handler = null, InformerOptions? options = null)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        options ??= new InformerOptions { Namespaces = [api.Namespace] };
        var resource = ApiResource.Of<T>();
        var runtime = new ReflectorRuntime(
            new ReflectorTimings(), TimeProvider.System, SeededRandom.Of(1), new CacheMetrics(Prometheus.Metrics.NewCustomRegistry()), NullLogger.Instance);
        var informer = new Informer<T>(
            resource, options, scope => new ListWatch<T>(api.Transport, resource, scope, options, RuntimeJson.Options), runtime);
        if (handler is not null)
        {
            informer.AddHandler(handler);
        }

        _running.Add(informer.RunAsync(_stop.Token));
        return informer;
    }
}
