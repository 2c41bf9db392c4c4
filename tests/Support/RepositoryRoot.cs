namespace ExtensibleWebhooks.Support;

/// <summary>The folder that holds Operator.sln, found upwards from where the tests run.</summary>
public static class RepositoryRoot
{
    /// <summary>Absolute, without a trailing separator.</summary>
    public static string Path { get; } = Find();

    /// <summary>An absolute path below the root.</summary>
    public static string At(params string[] segments) => System.IO.Path.Combine([Path, .. segments]);

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder.FullName, "Operator.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException($"Operator.sln is in no folder above {AppContext.BaseDirectory}");
    }
}
