using System.Text.Json;
using ExtensibleWebhooks.Cli.Manifests;

namespace ExtensibleWebhooks.Cli.Run;

/// <summary>An event to try the manifests with: the first <c>events/*.json</c> beside them.</summary>
/// <param name="Path">As a user would type it from where they are.</param>
/// <param name="Route">The route of the tracking API that takes it.</param>
internal sealed record SampleEvent(string Path, string Route)
{
    private static readonly string[] Types = ["identify", "track", "page", "screen", "group", "alias"];

    /// <summary>Null where there is none.</summary>
    public static SampleEvent? Find(ManifestFiles files) => files.Folders
        .Select(folder => System.IO.Path.Combine(folder, "events"))
        .Where(Directory.Exists)
        .SelectMany(folder => Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal))
        .Select(path => new SampleEvent(path, $"/v1/{TypeOf(path)}"))
        .FirstOrDefault();

    private static string TypeOf(string path)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            var type = json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("type", out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
            return Types.Contains(type) && type is not null ? type : "track";
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            return "track";
        }
    }
}
