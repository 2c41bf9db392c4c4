namespace ExtensibleWebhooks.Cli.Run;

/// <summary>A folder that only its owner may read. Files appear in it whole or not at all.</summary>
internal sealed class PrivateFolder(string path)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public string Path => path;

    /// <summary>Makes the folder, and closes it to others if it was open.</summary>
    public void Create()
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }

        Directory.CreateDirectory(path, OwnerOnly | UnixFileMode.UserExecute);
        File.SetUnixFileMode(path, OwnerOnly | UnixFileMode.UserExecute);
    }

    /// <summary>Null when there is no such file.</summary>
    public byte[]? Read(string name) => System.IO.Path.Combine(path, name) is var file && File.Exists(file) ? File.ReadAllBytes(file) : null;

    /// <summary>Writes beside, then renames: a reader sees the old bytes or the new ones.</summary>
    public void Write(string name, ReadOnlySpan<byte> bytes)
    {
        var temporary = System.IO.Path.Combine(path, $".{name}.new");
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        using (var stream = new FileStream(temporary, options))
        {
            stream.Write(bytes);
        }

        File.Move(temporary, System.IO.Path.Combine(path, name), overwrite: true);
    }

    /// <summary>Deletes a file; nothing where there is none.</summary>
    public void Delete(string name) => File.Delete(System.IO.Path.Combine(path, name));

    /// <summary>Deletes every file but these.</summary>
    public void Keep(IReadOnlySet<string> names)
    {
        foreach (var file in Directory.EnumerateFiles(path).Where(file => !names.Contains(System.IO.Path.GetFileName(file))))
        {
            File.Delete(file);
        }
    }
}
