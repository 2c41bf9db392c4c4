using ExtensibleWebhooks.Operator.Tests.Cluster;
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
}
