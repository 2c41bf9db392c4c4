using System.Text;
using System.Text.Json;
using ExtensibleWebhooks.Crds.Validation;

namespace ExtensibleWebhooks.Cli.Manifests;

/// <summary>Files and folders that a user named with <c>-f</c>, as kubectl takes them: of a folder its .yaml, .yml and .json files; those of its folders only when asked for.</summary>
internal sealed class ManifestFiles(IReadOnlyList<string> paths, bool recursive)
{
    /// <summary>Far above any manifest.</summary>
    private const long MaxFileBytes = 16 * 1024 * 1024;

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
        if (File.Exists(path))
        {
            return [ReadFile(path)];
        }

        if (!Directory.Exists(path))
        {
            return [Failed(path, "no such file or folder")];
        }

        var files = FilesOf(path);
        return files.Count == 0 ? [Failed(path, "holds no .yaml, .yml or .json file")] : files.Select(ReadFile);
    }

    private List<string> FilesOf(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*", recursive ? SearchOption.AllDirectories : SearchOption.TopDirectoryOnly)
            .Where(file => Extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase))
            .Order(StringComparer.Ordinal)];

    private static ManifestReading ReadFile(string file)
    {
        try
        {
            if (new FileInfo(file).Length > MaxFileBytes)
            {
                return Failed(file, $"is larger than {MaxFileBytes} bytes");
            }

            var text = File.ReadAllText(file, Encoding.UTF8);
            return text.AsSpan().TrimStart() is ['{', ..] ? JsonDocuments.Read(file, text) : YamlDocuments.Read(file, text);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Failed(file, $"cannot be read: {error.Message}");
        }
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
