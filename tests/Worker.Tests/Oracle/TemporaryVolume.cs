using ExtensibleWebhooks.Support;
using ExtensibleWebhooks.Support.Commands;

namespace ExtensibleWebhooks.Worker.Tests.Oracle;

/// <summary>A small volume of its own (tmpfs) that can be filled to the last byte and emptied again.</summary>
internal sealed class TemporaryVolume : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();

    private TemporaryVolume()
    {
    }

    public string Path => _folder.Path;

    /// <summary>Skips the test where nothing can be mounted: it takes root.</summary>
    public static async Task<TemporaryVolume> MountAsync(int megabytes, CancellationToken cancellationToken)
    {
        var volume = new TemporaryVolume();
        var mounted = await new Command("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", volume.Path).TryRunAsync(cancellationToken);
        if (!mounted.Succeeded)
        {
            volume._folder.Dispose();
            Assert.Skip($"A volume cannot be mounted here: {mounted.Error}");
        }

        return volume;
    }

    public void Fill() => new Ballast(Path).Fill();

    public void Empty() => new Ballast(Path).Empty();

    public Task EnlargeAsync(int megabytes, CancellationToken cancellationToken) => new Command("mount", "-o", $"remount,size={megabytes}m", Path).RunAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        // Lazily: a worker that was killed a moment ago may not have let go of it.
        await new Command("umount", "-l", Path).RunAsync(CancellationToken.None);
        _folder.Dispose();
    }
}
