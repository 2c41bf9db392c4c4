using ExtensibleWebhooks.Operator.Tests.Cluster;
using ExtensibleWebhooks.Runtime.Client;
using ExtensibleWebhooks.Runtime.Metrics;
using ExtensibleWebhooks.Support;
using ExtensibleWebhooks.Support.Kubernetes;

namespace ExtensibleWebhooks.Operator.Tests.Runtime.RealApi;

/// <summary>The runtime's client of a real API server, and a namespace there.</summary>
internal sealed record RealApi(ApiServer Server, string Namespace, ApiTransport Transport, ResourceClient Client)
{
    public static async Task<RealApi> InNewNamespaceAsync(ApiServerFixture fixture)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        return Of(await fixture.GetAsync(cancellationToken), await fixture.CreateNamespaceAsync(cancellationToken));
    }

    public static RealApi Of(ApiServer server, string @namespace)
    {
        var transport = new ApiTransport(
            KubernetesConnection.Create(ApiServerFixture.ConfigurationOf(server)),
            RetryPolicy.Default,
            new RestClientMetrics(Prometheus.Metrics.NewCustomRegistry()),
            TimeProvider.System);
        return new RealApi(server, @namespace, transport, new ResourceClient(transport, "runtime-tests", fence: null, RuntimeJson.Options));
    }

    /// <summary>Defines <see cref="Widget"/> and waits until it is served.</summary>
    public async Task DefineWidgetsAsync()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await Server.Kubectl.ApplyAsync(Widget.Definition, cancellationToken);
        await Eventually.TrueAsync(
            async () => (await Server.Kubectl.TryRunAsync(["get", "widgets.tests.extensible.dev", "-n", Namespace], cancellationToken)).Succeeded,
            "widgets to be served",
            cancellationToken);
    }

    /// <summary>Creates or changes a widget, as a user would.</summary>
    public Task ApplyWidgetAsync(string name, string size) => Server.Kubectl.ApplyAsync(
        $$"""
        apiVersion: tests.extensible.dev/v1
        kind: Widget
        metadata: {name: {{name}}, namespace: {{Namespace}}}
        spec: {size: {{size}}}
        """,
        TestContext.Current.CancellationToken);
}
