namespace ExtensibleWebhooks.Support;

/// <summary>A file that takes all room of a small volume.</summary>
/// <param name="volume">Its folder.</param>
public sealed class Ballast(string volume)
{
    private readonly string _file = Path.Combine(volume, "ballast");

    /// <summary>Takes all space that is left, whoever else is writing.</summary>
    public void Fill()
    {
        using var ballast = new FileStream(_file, FileMode.Append);
        var page = new byte[4096];
        try
        {
            while (true)
            {
                ballast.Write(page);
                ballast.Flush();
            }
        }
        catch (IOException)
        {
            // No space left on device.
        }
    }

    /// <summary>Gives it back.</summary>
    public void Empty() => File.Delete(_file);
}
