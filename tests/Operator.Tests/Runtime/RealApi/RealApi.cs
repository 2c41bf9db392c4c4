using System.Security.Cryptography.X509Certificates;
using ExtensibleWebhooks.Operator.Tests.Cluster;
using ExtensibleWebhooks.Runtime.Client;
using ExtensibleWebhooks.Runtime.Metrics;
using ExtensibleWebhooks.Support;
using ExtensibleWebhooks.Support.Kubernetes;
using k8s;

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
        var transport = TransportAs(ApiServerFixture.ConfigurationOf(server));
        return new RealApi(server, @namespace, transport, ClientOver(transport));
    }

    /// <summary>The client of a service account that the server lets do this in the namespace, and nothing else.</summary>
    /// <param name="verbs">As in a Role, with commas between.</param>
    /// <param name="resource">With its group.</param>
    public async Task<ResourceClient> WithRightsOnlyAsync(string verbs, string resource)
    {
        var (kubectl, cancellationToken) = (Server.Kubectl, TestContext.Current.CancellationToken);
        await kubectl.RunAsync(["create", "serviceaccount", "narrow", "-n", Namespace], cancellationToken);
        await kubectl.RunAsync(["create", "role", "narrow", "-n", Namespace, $"--verb={verbs}", $"--resource={resource}"], cancellationToken);
        await kubectl.RunAsync(["create", "rolebinding", "narrow", "-n", Namespace, "--role=narrow", $"--serviceaccount={Namespace}:narrow"], cancellationToken);
        foreach (var verb in verbs.Split(','))
        {
            await Eventually.TrueAsync(
                async () => (await kubectl.TryRunAsync(["auth", "can-i", verb, resource, "-n", Namespace, $"--as=system:serviceaccount:{Namespace}:narrow"], cancellationToken)).Succeeded,
                $"the right to {verb}",
                cancellationToken);
        }

        var configuration = new KubernetesClientConfiguration
        {
            Host = Server.Host.ToString(),
            SslCaCerts = [X509CertificateLoader.LoadCertificateFromFile(Server.CertificateAuthorityPath)],
            AccessToken = (await kubectl.RunAsync(["create", "token", "narrow", "-n", Namespace], cancellationToken)).Trim(),
        };
        return ClientOver(TransportAs(configuration));
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

    private static ApiTransport TransportAs(KubernetesClientConfiguration configuration) => new(
        KubernetesConnection.Create(configuration), RetryPolicy.Default, new RestClientMetrics(Prometheus.Metrics.NewCustomRegistry()), TimeProvider.System);

    private static ResourceClient ClientOver(ApiTransport transport) => new(transport, "runtime-tests", fence: null, RuntimeJson.Options);
}
