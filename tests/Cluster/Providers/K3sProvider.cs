using System.Text;
using Testcontainers.K3s;

namespace ExtensibleWebhooks.Cluster.Providers;

/// <summary>k3s in one container of the Docker engine. The container outlives this process and is found again by its name.</summary>
internal sealed class K3sProvider : IClusterProvider
{
    public const string AuditLogPath = "/tmp/audit.log";

    private const string ContainerName = "extensible-webhooks-k3s";
    private const string AuditPolicyPath = "/etc/audit-policy.yaml";

    private const string AuditPolicy = """
        apiVersion: audit.k8s.io/v1
        kind: Policy
        omitStages: [RequestReceived]
        rules:
          - level: Metadata
            verbs: [create, update, patch, delete, deletecollection]
        """;

    /// <summary>Overrides the default image, to try another version of Kubernetes.</summary>
    private static readonly string Image = Environment.GetEnvironmentVariable("EXTENSIBLE_WEBHOOKS_K3S_IMAGE") ?? "rancher/k3s:v1.31.2-k3s1";

    public string Name => "k3s in Docker";

    public Task<bool> IsUpAsync(CancellationToken cancellationToken) => DockerEngine.IsRunningAsync(ContainerName, cancellationToken);

    public async Task<ICluster> UpAsync(CancellationToken cancellationToken)
    {
        var container = Describe();
        await container.StartAsync(cancellationToken);

        var tools = await ClusterTools.FindAsync(await WriteKubeconfigAsync(container, cancellationToken), cancellationToken);
        await tools.Kubectl.RunAsync(["wait", "--for", "condition=Ready", "nodes", "--all", "--timeout", "300s"], cancellationToken);
        return new K3sCluster(container, tools);
    }

    public Task DownAsync(CancellationToken cancellationToken) => DockerEngine.RemoveAsync(ContainerName, cancellationToken);

    // With reuse, a container of the same description is taken as it is, and none is removed when the process ends.
    private static K3sContainer Describe() => new K3sBuilder(Image)
        .WithName(ContainerName)
        .WithReuse(true)
        .WithResourceMapping(Encoding.UTF8.GetBytes(AuditPolicy), AuditPolicyPath)
        .WithCommand(
            "--disable=metrics-server",
            $"--kube-apiserver-arg=audit-policy-file={AuditPolicyPath}",
            $"--kube-apiserver-arg=audit-log-path={AuditLogPath}",
            "--kube-apiserver-arg=audit-log-maxsize=200")
        .Build();

    private static async Task<string> WriteKubeconfigAsync(K3sContainer container, CancellationToken cancellationToken)
    {
        var local = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create);
        var folder = Directory.CreateDirectory(Path.Combine(local, "extensible-webhooks"));
        var path = Path.Combine(folder.FullName, "k3s.kubeconfig");
        await File.WriteAllTextAsync(path, await container.GetKubeconfigAsync(), cancellationToken);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return path;
    }
}
