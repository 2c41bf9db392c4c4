using ExtensibleWebhooks.Support.Commands;
using ExtensibleWebhooks.Support.Kubernetes;

namespace ExtensibleWebhooks.Cluster.Providers;

/// <summary>The one-node cluster of debian/cluster, up: its images come by buildah, its audit log lies beside its kubeconfig.</summary>
internal sealed class DebianCluster(ClusterTools tools) : ICluster
{
    public string KubeconfigPath => tools.KubeconfigPath;

    public Kubectl Kubectl => tools.Kubectl;

    public Helm Helm => tools.Helm;

    public async Task<string> BuildImageAsync(ImageBuild build, CancellationToken cancellationToken)
    {
        await ClusterScript.Verb("build", build.Dockerfile, build.Context, build.Name).RunAsync(cancellationToken);
        return build.Name;
    }

    public async Task<string> LoadImageAsync(string archivePath, string name, CancellationToken cancellationToken)
    {
        await ClusterScript.Verb("load", archivePath).RunAsync(cancellationToken);
        return name;
    }

    public async Task<IReadOnlyList<AuditedWrite>?> ReadWritesAsync(CancellationToken cancellationToken)
    {
        var folder = Path.GetDirectoryName(KubeconfigPath) ?? "";
        return AuditLog.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "audit.log"), cancellationToken));
    }

    public async Task<bool> TryKillContainerAsync(string containerId, CancellationToken cancellationToken)
    {
        await ClusterScript.Verb("kill", containerId).RunAsync(cancellationToken);
        return true;
    }

    public async Task<string?> FindSmallVolumeAsync(string within, string claim, CancellationToken cancellationToken)
    {
        var volume = await Kubectl.RunAsync(["-n", within, "get", "pvc", claim, "-o", "jsonpath={.spec.volumeName}"], cancellationToken);
        var folder = await Kubectl.RunAsync(["get", "pv", volume, "-o", "jsonpath={.spec.hostPath.path}"], cancellationToken);
        var isLimited = await new Command("mountpoint", "-q", folder).TryRunAsync(cancellationToken);
        return isLimited.Succeeded ? folder : null;
    }
}
