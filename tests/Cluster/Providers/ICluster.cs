using ExtensibleWebhooks.Support.Kubernetes;

namespace ExtensibleWebhooks.Cluster.Providers;

/// <summary>A cluster that is up, with the tools to work on it.</summary>
public interface ICluster
{
    string KubeconfigPath { get; }

    Kubectl Kubectl { get; }

    Helm Helm { get; }

    /// <summary>Builds an image where the cluster's nodes find it.</summary>
    /// <returns>The name by which pods name the image; their pull policy must be IfNotPresent.</returns>
    Task<string> BuildImageAsync(ImageBuild build, CancellationToken cancellationToken);

    /// <summary>Puts the image <paramref name="name"/> of a docker-archive file where the cluster's nodes find it.</summary>
    /// <returns>As <see cref="BuildImageAsync"/>.</returns>
    Task<string> LoadImageAsync(string archivePath, string name, CancellationToken cancellationToken);

    /// <summary>Every write that the API server has answered and still has in its audit log; null where the cluster keeps none that we can read.</summary>
    Task<IReadOnlyList<AuditedWrite>?> ReadWritesAsync(CancellationToken cancellationToken);

    /// <summary>SIGKILL to the first process of a container, as a crash or the kernel's memory killer would end it.</summary>
    /// <param name="containerId">As in a pod's status, without the runtime's name before it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>False where the nodes cannot be reached.</returns>
    Task<bool> TryKillContainerAsync(string containerId, CancellationToken cancellationToken);

    /// <summary>The folder, on this machine, of the volume of a claim of 64 MiB: it can be filled to the last byte, and costs nobody else room.</summary>
    /// <param name="within">The claim's namespace.</param>
    /// <param name="claim">Bound.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Null where volumes are not on this machine, or not limited.</returns>
    Task<string?> FindSmallVolumeAsync(string within, string claim, CancellationToken cancellationToken);
}
