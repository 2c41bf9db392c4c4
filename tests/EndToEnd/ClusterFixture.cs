using ExtensibleWebhooks.Cluster.Providers;
using ExtensibleWebhooks.EndToEnd;

[assembly: AssemblyFixture(typeof(ClusterFixture))]

namespace ExtensibleWebhooks.EndToEnd;

/// <summary>The cluster of the whole test run: up at its first use, down at the end unless it was up before.</summary>
public sealed class ClusterFixture : IAsyncDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private ICluster? _cluster;
    private IClusterProvider? _ours;

    /// <summary>The cluster; the calling test is skipped, with the reason, where there can be none.</summary>
    public async Task<ICluster> UpAsync()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await _gate.WaitAsync(cancellationToken);
        try
        {
            return _cluster ??= await ChooseAsync(cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_ours is not null)
        {
            await _ours.DownAsync(CancellationToken.None);
        }

        _gate.Dispose();
    }

    private async Task<ICluster> ChooseAsync(CancellationToken cancellationToken)
    {
        var choice = await ClusterChoice.MakeAsync(kubeconfigPath: null, cancellationToken);
        Assert.SkipWhen(choice.Provider is null, $"no cluster: {choice.WhyNot}");
        if (!await choice.Provider.IsUpAsync(cancellationToken))
        {
            _ours = choice.Provider;
        }

        return await choice.Provider.UpAsync(cancellationToken);
    }
}
