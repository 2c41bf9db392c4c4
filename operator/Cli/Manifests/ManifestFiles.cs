using System.Text.Json;
using ExtensibleWebhooks.Crds.Validation;

namespace ExtensibleWebhooks.Cli.Manifests;

/// <summary>Files and folders that a user named with <c>-f</c>, as kubectl takes them: of a folder its .yaml, .yml and .json files; those of its folders only when asked for.</summary>
/// <param name="paths">As the user named them.</param>
/// <param name="recursive">Whether folders inside folders count.</param>
/// <param name="standardInput">What <see cref="StandardInput"/> among the paths stands for; null where that is a file's name.</param>
internal sealed class ManifestFiles(IReadOnlyList<string> paths, bool recursive, Func<Stream>? standardInput = null)
{
    /// <summary>The path that stands for the standard input.</summary>
    public const string StandardInput = "-";

    /// <summary>What messages call it.</summary>
    private const string StandardInputName = "<stdin>";

    /// <summary>Far above any manifest.</summary>
    private const int MaxFileBytes = 16 * 1024 * 1024;

    private static readonly string[] Extensions = [".yaml", ".yml", ".json"];

    /// <summary>As the user named them.</summary>
    public IReadOnlyList<string> Paths => paths;

    /// <summary>The folders to watch: those named, and those of the files named.</summary>
    public IEnumerable<string> Folders => paths.Select(path => Directory.Exists(path) ? path : Path.GetDirectoryName(Path.GetFullPath(path)) ?? path).Distinct();

    public bool IsRecursive => recursive;

    /// <summary>Reads every file; problems are reported for all of them at once.</summary>
    public ManifestReading Read()
    {
        var readings = paths.SelectMany(ReadPath).ToList();
        return new ManifestReading([.. readings.SelectMany(reading => reading.Documents).SelectMany(Flatten)], [.. readings.SelectMany(reading => reading.Problems)]);
    }

    /// <summary>Differs whenever a file came, went or was written.</summary>
    public string Fingerprint()
    {
        try
        {
            return string.Join('\n', Files().Select(file => file.Exists ? $"{file.FullName} {file.Length} {file.LastWriteTimeUtc.Ticks}" : $"{file.FullName} -"));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return error.Message;
        }
    }

    /// <summary>Whether a file has no byte: perhaps one that is being written.</summary>
    public bool HasEmptyFile()
    {
        try
        {
            return Files().Any(file => file is { Exists: true, Length: 0 });
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private IEnumerable<FileInfo> Files() => paths.SelectMany(path => Directory.Exists(path) ? FilesOf(path) : [path]).Select(path => new FileInfo(path));

    private IEnumerable<ManifestReading> ReadPath(string path)
    {
        if (path == StandardInput && standardInput is not null)
        {
            return [Read(StandardInputName, standardInput)];
        }

        if (Directory.Exists(path))
        {
            return ReadFolder(path);
        }

        return [File.Exists(path) ? Read(path, () => File.OpenRead(path)) : Failed(path, "no such file or folder")];
    }

    private IEnumerable<ManifestReading> ReadFolder(string path)
    {
        try
        {
            var files = FilesOf(path);
            return files.Count == 0 ? [Failed(path, "holds no .yaml, .yml or .json file")] : files.Select(file => Read(file, () => File.OpenRead(file)));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [Failed(path, $"cannot be read: {error.Message}")];
        }
    }

    private List<string> FilesOf(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*", recursive ? SearchOption.AllDirectories : SearchOption.TopDirectoryOnly)
            .Where(file => Extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase))
            .Order(StringComparer.Ordinal)];

    private static ManifestReading Read(string name, Func<Stream> open)
    {
        var (bytes, problem) = BoundedFile.Read(open, MaxFileBytes);
        if (bytes is null)
        {
            return Failed(name, problem ?? "cannot be read");
        }

        if (BoundedFile.TextOf(bytes) is not { } text)
        {
            return Failed(name, "is no text in UTF-8");
        }

        return text.AsSpan().TrimStart() is ['{', ..] ? JsonDocuments.Read(name, text) : YamlDocuments.Read(name, text);
    }

    /// <summary>A List, as <c>kubectl get -o yaml</c> writes it, stands for its items.</summary>
    private static IEnumerable<ManifestDocument> Flatten(ManifestDocument document)
    {
        if (document is not { ApiVersion: "v1", Kind: "List" } || !document.Json.TryGetProperty("items", out var items) || items.ValueKind != JsonValueKind.Array)
        {
            return [document];
        }

        return items.EnumerateArray().Select((item, index) => new ManifestDocument(document.File, item, document.Places.Under(FieldPath.Item("items", index))));
    }

    private static ManifestReading Failed(string path, string message) => new([], [new ManifestProblem(path, null, message)]);
}
