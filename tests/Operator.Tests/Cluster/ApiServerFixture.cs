using ExtensibleWebhooks.Crds;
using ExtensibleWebhooks.Operator.Tests.Cluster;
using ExtensibleWebhooks.Support;
using ExtensibleWebhooks.Support.Kubernetes;
using k8s;

[assembly: AssemblyFixture(typeof(ApiServerFixture))]

namespace ExtensibleWebhooks.Operator.Tests.Cluster;

/// <summary>One real API server for all tests that need no more of it than a namespace of their own; started by the first.</summary>
public sealed class ApiServerFixture : IAsyncDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private readonly ApiServer _server = new();
    private string? _whyNot;
    private bool _tried;
    private bool _hasKinds;
    private int _namespaces;

    /// <summary>The running server. Skips the test, with the reason, only where the machine cannot run one.</summary>
    public async Task<ApiServer> GetAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (!_tried)
            {
                _whyNot = await ApiServer.WhyNotHereAsync(cancellationToken);
                if (_whyNot is null)
                {
                    await _server.StartAsync(cancellationToken);
                }

                _tried = true;
            }
        }
        finally
        {
            _gate.Release();
        }

        Assert.SkipWhen(_whyNot is not null, _whyNot ?? "");
        return _server;
    }

    /// <summary>As <see cref="GetAsync"/>, and it serves our kinds.</summary>
    public async Task<ApiServer> GetWithKindsAsync(CancellationToken cancellationToken)
    {
        var server = await GetAsync(cancellationToken);
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (!_hasKinds)
            {
                await InstallKindsAsync(server.Kubectl, cancellationToken);
                _hasKinds = true;
            }
        }
        finally
        {
            _gate.Release();
        }

        return server;
    }

    /// <summary>A new namespace on it.</summary>
    public async Task<string> CreateNamespaceAsync(CancellationToken cancellationToken)
    {
        var server = await GetAsync(cancellationToken);
        var name = $"test-{Interlocked.Increment(ref _namespaces)}";
        await server.Kubectl.RunAsync(["create", "namespace", name], cancellationToken);
        return name;
    }

    /// <summary>The client configuration of its all-mighty user.</summary>
    public static KubernetesClientConfiguration ConfigurationOf(ApiServer server) =>
        KubernetesClientConfiguration.BuildConfigFromConfigFile(server.KubeconfigPath);

    public async ValueTask DisposeAsync()
    {
        if (_tried && _whyNot is null)
        {
            await _server.DisposeAsync();
        }

        _gate.Dispose();
    }

    /// <summary>Before 1.25 the server leaves CEL rules away, and before 1.23 kubectl takes them for a typing error.</summary>
    private static async Task InstallKindsAsync(Kubectl kubectl, CancellationToken cancellationToken)
    {
        await kubectl.RunAsync(["apply", "--validate=false", "-f", RepositoryRoot.At("crds")], cancellationToken);

        // A definition that is so new that it has no conditions yet is an error of kubectl's.
        string[] definitions = [.. Kinds.All.Select(kind => $"crd/{kind.Plural}.{ApiGroup.Name}")];
        await Eventually.TrueAsync(
            async () => (await kubectl.TryRunAsync(["wait", "--for=condition=Established", "--timeout=120s", .. definitions], cancellationToken)).Succeeded,
            "the kinds to be served",
            cancellationToken);

        // A client's validation of our objects needs the server's OpenAPI, which follows the definitions some moments later, one after the other.
        foreach (var kind in Kinds.All)
        {
            await Eventually.TrueAsync(
                async () => (await kubectl.TryRunAsync(["explain", $"{kind.Plural}.spec"], cancellationToken)).Succeeded, $"{kind.Plural} to be explained", cancellationToken);
        }
    }
}
