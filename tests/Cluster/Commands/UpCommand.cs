using System.CommandLine;
using ExtensibleWebhooks.Cluster.Providers;

namespace ExtensibleWebhooks.Cluster.Commands;

/// <summary>Starts the cluster if it is not up, and prints its kubeconfig's path.</summary>
internal static class UpCommand
{
    public static Command Create() => ClusterCommand.Create("up", "start the cluster; print its kubeconfig's path", RunAsync);

    private static async Task RunAsync(IClusterProvider provider, ParseResult arguments, CancellationToken cancellationToken)
    {
        await Console.Error.WriteLineAsync($"using {provider.Name}");
        var cluster = await provider.UpAsync(cancellationToken);
        Console.WriteLine(cluster.KubeconfigPath);
    }
}
