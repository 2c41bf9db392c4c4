using ExtensibleWebhooks.Cluster.Installation;
using ExtensibleWebhooks.Cluster.Providers;

namespace ExtensibleWebhooks.EndToEnd.Stand;

/// <summary>The tests of the product, one after the other: they share one operator, and two cores are few.</summary>
[CollectionDefinition(Name)]
public sealed class ProductCollection : ICollectionFixture<ProductFixture>
{
    public const string Name = "Product";
}

/// <summary>The product on the cluster of the test run: both images built from the tree and the chart installed at the first use, removed at the end unless it was there before.</summary>
public sealed class ProductFixture(ClusterFixture clusters) : IAsyncDisposable
{
    private ProductImages? _images;
    private ICluster? _ours;

    /// <summary>The cluster with the product on it; the calling test is skipped, with the reason, where there can be none.</summary>
    public async Task<(ICluster Cluster, ProductImages Images)> InstallAsync()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var cluster = await clusters.UpAsync();
        if (_images is null)
        {
            var images = await ProductImages.BuildAsync(cluster, cancellationToken);
            var before = await cluster.Helm.TryRunAsync(["status", ProductRelease.Name, "--namespace", ProductRelease.Namespace], cancellationToken);
            if (!before.Succeeded)
            {
                _ours = cluster;
            }

            await cluster.Helm.RunAsync(ProductRelease.InstallArguments(images), cancellationToken);
            _images = images;
        }

        return (cluster, _images);
    }

    public async ValueTask DisposeAsync()
    {
        if (_ours is not null)
        {
            await ProductRelease.RemoveAsync(_ours, CancellationToken.None);
        }
    }
}
