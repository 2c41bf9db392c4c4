using ExtensibleWebhooks.Cluster.Providers;
using ExtensibleWebhooks.Support;

namespace ExtensibleWebhooks.Cluster.Installation;

/// <summary>The chart of this repository, installed.</summary>
public static class ProductRelease
{
    public const string Namespace = "webhooks-system";

    /// <summary>Also the name of the operator's Deployment and ServiceAccount.</summary>
    public const string Name = "extensible-webhooks";

    private const string Timeout = "5m";

    /// <summary>The arguments of Helm that install the chart with these images, or upgrade it.</summary>
    /// <param name="images">Where the cluster finds them.</param>
    /// <param name="settings">More values, as <c>name=value</c>.</param>
    public static IReadOnlyList<string> InstallArguments(ProductImages images, params IEnumerable<string> settings) =>
    [
        "upgrade", Name, Path.GetRelativePath(Environment.CurrentDirectory, RepositoryRoot.At("charts", "extensible-webhooks")),
        "--install", "--namespace", Namespace, "--create-namespace", "--wait", "--timeout", Timeout,
        .. Set("operator", images.Operator), .. Set("workers", images.Worker), .. settings.SelectMany(setting => new[] { "--set", setting }),
    ];

    /// <summary>Removes the release, every object of ours, the custom resource definitions and the namespace. Nothing where nothing is.</summary>
    public static async Task RemoveAsync(ICluster cluster, CancellationToken cancellationToken)
    {
        // The operator must still be there to see its objects go; then the definitions, which the chart keeps.
        await cluster.Kubectl.TryRunAsync(["delete", "webhooks", "--all", "--all-namespaces", "--wait"], cancellationToken);
        await cluster.Helm.RunAsync(["uninstall", Name, "--namespace", Namespace, "--ignore-not-found", "--wait"], cancellationToken);
        await cluster.Kubectl.RunAsync(["delete", "--ignore-not-found", "--wait", "-f", RepositoryRoot.At("crds")], cancellationToken);
        await cluster.Kubectl.RunAsync(["delete", "namespace", Namespace, "--ignore-not-found", "--wait"], cancellationToken);
    }

    private static IEnumerable<string> Set(string block, ImageName image) =>
        ["--set", $"{block}.image.registry=", "--set", $"{block}.image.repository={image.Repository}", "--set-string", $"{block}.image.tag={image.Tag}"];
}
