namespace ExtensibleWebhooks.Cluster.Providers;

/// <summary>A cluster that someone else made and keeps: it is up, and never taken down.</summary>
internal sealed class GivenClusterProvider(string kubeconfigPath) : IClusterProvider
{
    public string Name => $"the cluster of {kubeconfigPath}";

    public Task<bool> IsUpAsync(CancellationToken cancellationToken) => Task.FromResult(true);

    public async Task<ICluster> UpAsync(CancellationToken cancellationToken) =>
        new GivenCluster(await ClusterTools.FindAsync(Path.GetFullPath(kubeconfigPath), cancellationToken));

    public Task DownAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
