namespace ExtensibleWebhooks.Worker.Tests.Cli;

/// <summary>A folder that goes with the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("webhooks-");

    public string Path => _folder.FullName;

    /// <summary>A path below the folder.</summary>
    public string At(params string[] segments) => System.IO.Path.Combine([Path, .. segments]);

    /// <summary>Writes a file, with the folders above it; returns its path.</summary>
    public string Write(string name, string text)
    {
        var path = At(name.Split('/'));
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path) ?? Path);
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
