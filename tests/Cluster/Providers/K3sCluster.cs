using System.Text;
using ExtensibleWebhooks.Support.Kubernetes;
using Testcontainers.K3s;

namespace ExtensibleWebhooks.Cluster.Providers;

/// <summary>k3s, up: images are built by the Docker engine and imported into the containerd inside of the container.</summary>
internal sealed class K3sCluster(K3sContainer container, ClusterTools tools) : ICluster
{
    private const string ImportFolder = "/tmp";

    public string KubeconfigPath => tools.KubeconfigPath;

    public Kubectl Kubectl => tools.Kubectl;

    public Helm Helm => tools.Helm;

    public async Task<string> BuildImageAsync(ImageBuild build, CancellationToken cancellationToken)
    {
        await DockerEngine.BuildAsync(build, cancellationToken);
        var folder = Directory.CreateTempSubdirectory("image-");
        try
        {
            var archive = Path.Combine(folder.FullName, "image.tar");
            await DockerEngine.SaveAsync(build.Name, archive, cancellationToken);
            return await LoadImageAsync(archive, build.Name, cancellationToken);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    public async Task<string> LoadImageAsync(string archivePath, string name, CancellationToken cancellationToken)
    {
        var target = $"{ImportFolder}/{Path.GetFileName(archivePath)}";
        await container.CopyAsync(new FileInfo(archivePath), ImportFolder, ct: cancellationToken);
        var result = await container.ExecAsync(["ctr", "--namespace", "k8s.io", "images", "import", target], cancellationToken);
        await container.ExecAsync(["rm", "-f", target], cancellationToken);
        return result.ExitCode == 0 ? name : throw new InvalidOperationException($"k3s refused the image {name}:\n{result.Stderr}");
    }

    public async Task<IReadOnlyList<AuditedWrite>?> ReadWritesAsync(CancellationToken cancellationToken) =>
        AuditLog.Parse(Encoding.UTF8.GetString(await container.ReadFileAsync(K3sProvider.AuditLogPath, cancellationToken)));

    public async Task<bool> TryKillContainerAsync(string containerId, CancellationToken cancellationToken)
    {
        var result = await container.ExecAsync(["ctr", "--namespace", "k8s.io", "tasks", "kill", "--signal", "SIGKILL", containerId], cancellationToken);
        return result.ExitCode == 0 ? true : throw new InvalidOperationException($"k3s did not kill the container {containerId}:\n{result.Stderr}");
    }

    public Task<string?> FindSmallVolumeAsync(string within, string claim, CancellationToken cancellationToken) => Task.FromResult<string?>(null);
}
