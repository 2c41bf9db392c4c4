using ExtensibleWebhooks.Cluster.Providers;
using ExtensibleWebhooks.Support;

namespace ExtensibleWebhooks.Cluster.Installation;

/// <summary>The receiver http://echo:8081 in a namespace: <c>webhooks echo</c> of the operator's image.</summary>
public static class EchoDeployment
{
    /// <param name="cluster">Up.</param>
    /// <param name="within">The namespace; it exists.</param>
    /// <param name="image">The operator's.</param>
    /// <param name="format">text or json, as <c>webhooks echo --format</c> takes it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task ApplyAsync(ICluster cluster, string within, ImageName image, string format, CancellationToken cancellationToken)
    {
        var manifests = (await File.ReadAllTextAsync(RepositoryRoot.At("tests", "Cluster", "Installation", "echo.yaml"), cancellationToken))
            .Replace("IMAGE", image.ToString(), StringComparison.Ordinal)
            .Replace("FORMAT", format, StringComparison.Ordinal);
        await (cluster.Kubectl.ToCommand(["-n", within, "apply", "-f", "-"]) with { Input = manifests }).RunAsync(cancellationToken);
    }

    /// <summary>Returns when it receives.</summary>
    public static Task WaitAsync(ICluster cluster, string within, CancellationToken cancellationToken) =>
        cluster.Kubectl.RunAsync(["-n", within, "rollout", "status", "deployment/echo", "--timeout", "180s"], cancellationToken);
}
