using System.Text.Json.Nodes;
using ExtensibleWebhooks.Operator.Tests.Cluster;
using ExtensibleWebhooks.Runtime.Client;
using ExtensibleWebhooks.Runtime.Events;
using ExtensibleWebhooks.Runtime.Metrics;
using ExtensibleWebhooks.Support;
using k8s.Models;
using Microsoft.Extensions.Logging.Abstractions;

namespace ExtensibleWebhooks.Operator.Tests.Runtime.RealApi;

public class EventsOnRealApiTests(ApiServerFixture fixture)
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TheSameThreeTimes_IsOneEventWithItsCount_AndAnotherAfterItIsGone()
    {
        var api = await RealApi.InNewNamespaceAsync(fixture);
        var entity = await api.Client.ApplyAsync(
            new V1ConfigMap { Metadata = new V1ObjectMeta { Name = "c", NamespaceProperty = api.Namespace } }, CancellationToken);
        var recorder = new EventRecorder(
            "runtime-tests", api.Client, new EventMetrics(Prometheus.Metrics.NewCustomRegistry()), TimeProvider.System, NullLogger.Instance);
        using var stop = new CancellationTokenSource();
        var running = recorder.RunAsync(stop.Token);

        for (var i = 0; i < 3; i++)
        {
            await recorder.PublishAsync(entity, "Tested", "it was tested", EventType.Warning, CancellationToken);
        }

        await Eventually.TrueAsync(async () => (int?)(await EventsAsync(api)).FirstOrDefault()?["count"] == 3, "a count of 3", CancellationToken);
        var written = Assert.Single(await EventsAsync(api));
        Assert.Equal(("Warning", "Tested", "it was tested"), ((string?)written?["type"], (string?)written?["reason"], (string?)written?["message"]));
        Assert.Equal(entity.Metadata.Uid, (string?)written?["involvedObject"]?["uid"]);
        Assert.Contains("it was tested", await api.Server.Kubectl.RunAsync(["describe", "configmap", "c", "-n", api.Namespace], CancellationToken), StringComparison.Ordinal);

        await api.Server.Kubectl.RunAsync(["delete", "events", "--all", "-n", api.Namespace], CancellationToken);
        await recorder.PublishAsync(entity, "Tested", "it was tested", EventType.Warning, CancellationToken);
        await Eventually.TrueAsync(async () => (await EventsAsync(api)).Count == 1, "a new event", CancellationToken);
        Assert.Equal(1, (int?)(await EventsAsync(api))[0]?["count"]);

        await stop.CancelAsync();
        await running;
    }

    private static async Task<JsonArray> EventsAsync(RealApi api) =>
        (await api.Server.Kubectl.GetAsync(["events", "-n", api.Namespace], CancellationToken))?["items"]?.AsArray() ?? [];
}
