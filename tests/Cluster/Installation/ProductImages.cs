using System.Security.Cryptography;
using ExtensibleWebhooks.Cluster.Providers;
using ExtensibleWebhooks.Support;
using ExtensibleWebhooks.Support.Commands;

namespace ExtensibleWebhooks.Cluster.Installation;

/// <summary>The product's two images, where a cluster finds them.</summary>
public sealed record ProductImages(ImageName Operator, ImageName Worker)
{
    private const int TagLength = 12;

    /// <summary>Publishes the programs as they are in the tree and builds both images. A tag is a hash of what is in the image, so a changed program is a changed name.</summary>
    public static async Task<ProductImages> BuildAsync(ICluster cluster, CancellationToken cancellationToken)
    {
        await new Command("make", "--no-print-directory", "-C", RepositoryRoot.Path, "publish").RunAsync(cancellationToken);
        return new ProductImages(
            await BuildAsync(cluster, "operator", ["Manager", "Cli"], cancellationToken),
            await BuildAsync(cluster, "worker", ["Worker"], cancellationToken));
    }

    private static async Task<ImageName> BuildAsync(ICluster cluster, string name, string[] programs, CancellationToken cancellationToken)
    {
        var dockerfile = RepositoryRoot.At(name == "worker" ? "delivery" : "operator", "Dockerfile");
        string[] folders = [.. programs.Select(program => RepositoryRoot.At("artifacts", "publish", program, "release"))];
        var build = new ImageBuild
        {
            Dockerfile = dockerfile,
            Context = RepositoryRoot.Path,
            Name = $"localhost/extensible-webhooks/{name}:{await HashAsync(dockerfile, folders, cancellationToken)}",
        };
        return ImageName.Parse(await cluster.BuildImageAsync(build, cancellationToken));
    }

    private static async Task<string> HashAsync(string dockerfile, string[] folders, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var files = folders.SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)).Order(StringComparer.Ordinal);
        foreach (var file in files.Prepend(dockerfile))
        {
            hash.AppendData(await File.ReadAllBytesAsync(file, cancellationToken));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..TagLength];
    }
}
