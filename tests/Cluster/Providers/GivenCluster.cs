using ExtensibleWebhooks.Support.Kubernetes;

namespace ExtensibleWebhooks.Cluster.Providers;

/// <summary>A cluster by its kubeconfig: images reach it through a registry that it can pull from.</summary>
internal sealed class GivenCluster(ClusterTools tools) : ICluster
{
    /// <summary>Names the registry, with a path if there is one: <c>registry.example.com/team</c>.</summary>
    public const string RegistryVariable = "EXTENSIBLE_WEBHOOKS_REGISTRY";

    public string KubeconfigPath => tools.KubeconfigPath;

    public Kubectl Kubectl => tools.Kubectl;

    public Helm Helm => tools.Helm;

    public async Task<string> BuildImageAsync(ImageBuild build, CancellationToken cancellationToken)
    {
        var registry = Registry();
        await DockerEngine.BuildAsync(build, cancellationToken);
        return await DockerEngine.PushAsync(build.Name, registry, cancellationToken);
    }

    public async Task<string> LoadImageAsync(string archivePath, string name, CancellationToken cancellationToken)
    {
        var registry = Registry();
        await DockerEngine.LoadAsync(archivePath, cancellationToken);
        return await DockerEngine.PushAsync(name, registry, cancellationToken);
    }

    public Task<IReadOnlyList<AuditedWrite>?> ReadWritesAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<AuditedWrite>?>(null);

    public Task<bool> TryKillContainerAsync(string containerId, CancellationToken cancellationToken) => Task.FromResult(false);

    public Task<string?> FindSmallVolumeAsync(string within, string claim, CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    private string Registry() => Environment.GetEnvironmentVariable(RegistryVariable) is { Length: > 0 } registry
        ? registry
        : throw new InvalidOperationException(
            $"The cluster of {KubeconfigPath} needs a registry for the images: name one in {RegistryVariable} that docker may push to and the cluster may pull from");
}
