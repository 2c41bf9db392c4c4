namespace ExtensibleWebhooks.Support.Commands;

/// <summary>The programs that a shell would find by their name.</summary>
public static class SearchPath
{
    /// <summary>The program's full path; null where no folder of PATH has it.</summary>
    public static string? Find(string program)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return folders.Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
    }
}
