using System.CommandLine;
using ExtensibleWebhooks.Cluster.Demo;
using ExtensibleWebhooks.Cluster.Installation;
using ExtensibleWebhooks.Cluster.Providers;

namespace ExtensibleWebhooks.Cluster.Commands;

/// <summary>The quickstart on a real cluster, shown step by step; and its end.</summary>
internal static class DemoCommand
{
    public static Command Create() => ClusterCommand.Create("demo", "install the product, send the quickstart's event, show the webhook", RunAsync);

    public static Command CreateDown() => ClusterCommand.Create("demo-down", "remove all that demo made", DownAsync);

    private static async Task RunAsync(IClusterProvider provider, ParseResult arguments, CancellationToken cancellationToken)
    {
        await Console.Out.WriteLineAsync($"==> a cluster: {provider.Name}");
        await new DemoRun(await provider.UpAsync(cancellationToken), Console.Out).RunAsync(cancellationToken);
    }

    private static async Task DownAsync(IClusterProvider provider, ParseResult arguments, CancellationToken cancellationToken)
    {
        // A cluster that was made here goes with all that is in it; one that was given is cleaned.
        if (provider is not GivenClusterProvider)
        {
            await provider.DownAsync(cancellationToken);
            return;
        }

        var cluster = await provider.UpAsync(cancellationToken);
        await ProductRelease.RemoveAsync(cluster, cancellationToken);
        await cluster.Kubectl.RunAsync(["delete", "namespace", DemoRun.Namespace, "--ignore-not-found", "--wait"], cancellationToken);
    }
}
