namespace ExtensibleWebhooks.Support;

/// <summary>An empty folder that is deleted with what is in it.</summary>
public sealed class TemporaryFolder : IDisposable
{
    /// <summary>Absolute, without a trailing separator.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("extensible-webhooks-").FullName;

    /// <summary>An absolute path below it.</summary>
    public string At(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
