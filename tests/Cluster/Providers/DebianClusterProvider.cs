using ExtensibleWebhooks.Support.Kubernetes;

namespace ExtensibleWebhooks.Cluster.Providers;

/// <summary>The one-node cluster of debian/cluster.</summary>
internal sealed class DebianClusterProvider : IClusterProvider
{
    public string Name => "Kubernetes from Debian packages";

    public async Task<bool> IsUpAsync(CancellationToken cancellationToken) =>
        (await (ClusterScript.Verb("status") with { ShowsProgress = false }).TryRunAsync(cancellationToken)).Succeeded;

    public async Task<ICluster> UpAsync(CancellationToken cancellationToken)
    {
        var kubeconfigPath = await ClusterScript.Verb("up").RunAsync(cancellationToken);
        return new DebianCluster(await ClusterTools.FetchAsync(kubeconfigPath, cancellationToken));
    }

    public Task DownAsync(CancellationToken cancellationToken) => ClusterScript.Verb("down").RunAsync(cancellationToken);
}
