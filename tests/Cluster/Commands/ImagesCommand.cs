using System.CommandLine;
using ExtensibleWebhooks.Cluster.Installation;
using ExtensibleWebhooks.Cluster.Providers;

namespace ExtensibleWebhooks.Cluster.Commands;

/// <summary>Builds the product's two images into the cluster, and prints their names.</summary>
internal static class ImagesCommand
{
    public static Command Create() => ClusterCommand.Create("images", "publish the programs and build both images into the cluster", RunAsync);

    private static async Task RunAsync(IClusterProvider provider, ParseResult arguments, CancellationToken cancellationToken)
    {
        var images = await ProductImages.BuildAsync(await provider.UpAsync(cancellationToken), cancellationToken);
        Console.WriteLine($"{images.Operator}\n{images.Worker}");
    }
}
