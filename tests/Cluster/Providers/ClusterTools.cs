using ExtensibleWebhooks.Support.Commands;
using ExtensibleWebhooks.Support.Kubernetes;

namespace ExtensibleWebhooks.Cluster.Providers;

/// <summary>kubectl and Helm for one kubeconfig.</summary>
internal sealed record ClusterTools(string KubeconfigPath, Kubectl Kubectl, Helm Helm)
{
    /// <summary>The machine's own kubectl and helm where it has both, else those that debian/cluster fetches.</summary>
    public static async Task<ClusterTools> FindAsync(string kubeconfigPath, CancellationToken cancellationToken) =>
        (SearchPath.Find("kubectl"), SearchPath.Find("helm")) is ({ } kubectl, { } helm)
            ? new ClusterTools(kubeconfigPath, new Kubectl(kubectl, kubeconfigPath), new Helm(helm, kubeconfigPath))
            : await FetchAsync(kubeconfigPath, cancellationToken);

    /// <summary>Those that debian/cluster fetches, of the versions that it names.</summary>
    public static async Task<ClusterTools> FetchAsync(string kubeconfigPath, CancellationToken cancellationToken)
    {
        var kubectl = await ClusterScript.PathOfAsync("tools", "kubectl", cancellationToken);
        var helm = await ClusterScript.PathOfAsync("tools", "helm", cancellationToken);
        return new ClusterTools(kubeconfigPath, new Kubectl(kubectl, kubeconfigPath), new Helm(helm, kubeconfigPath));
    }
}
