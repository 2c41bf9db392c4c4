using System.CommandLine;

namespace ExtensibleWebhooks.Cluster.Commands;

/// <summary>Removes the cluster that was made here.</summary>
internal static class DownCommand
{
    public static Command Create() => ClusterCommand.Create(
        "down", "remove the cluster that up made", (provider, _, cancellationToken) => provider.DownAsync(cancellationToken));
}
