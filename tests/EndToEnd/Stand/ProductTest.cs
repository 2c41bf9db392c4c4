namespace ExtensibleWebhooks.EndToEnd.Stand;

/// <summary>A test of the product in a namespace of its own, which goes with the test; a failed one leaves the cluster's answers in its output.</summary>
[Collection(ProductCollection.Name)]
public abstract class ProductTest(ProductFixture product) : IAsyncDisposable
{
    private Scene? _scene;

    private protected static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_scene is not null)
        {
            await _scene.DisposeAsync();
        }
    }

    /// <summary>The namespace, made anew, with a receiver in it.</summary>
    /// <param name="name">For the namespace's name.</param>
    /// <param name="isChecked">False: admission lets pass whatever is applied there, as when the operator is away.</param>
    private protected async Task<Scene> SceneAsync(string name, bool isChecked = true)
    {
        var (cluster, images) = await product.InstallAsync();
        return _scene = await Scene.CreateAsync(cluster, images, $"e2e-{name}", isChecked);
    }
}
