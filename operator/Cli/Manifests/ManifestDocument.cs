using System.Text.Json;
using ExtensibleWebhooks.Crds.Validation;

namespace ExtensibleWebhooks.Cli.Manifests;

/// <summary>One document of a file, as JSON.</summary>
internal sealed record ManifestDocument(string File, JsonElement Json, JsonPlaces Places)
{
    public string ApiVersion => Text("apiVersion");

    public string Kind => Text("kind");

    public string Name => Metadata("name");

    /// <summary>As kubectl takes a manifest that names none.</summary>
    public string Namespace => Metadata("namespace") is { Length: > 0 } name ? name : "default";

    /// <summary>A problem at a field of this document.</summary>
    public ManifestProblem Problem(string path, string message, bool isWarning = false) => new(File, Places.Find(path), message, isWarning) { Field = path };

    /// <summary>What validation or a compiler says of a field, at the very character where the file has the field's text as it is.</summary>
    public ManifestProblem Problem(Diagnostic diagnostic)
    {
        var inText = diagnostic is { Line: { } line, Column: { } column } ? new TextPlace(line, column) : (TextPlace?)null;
        var place = inText is null ? null : Places.FindInText(diagnostic.Path, inText.Value);
        return new ManifestProblem(File, place ?? Places.Find(diagnostic.Path), diagnostic.Message) { Field = diagnostic.Path, InText = inText };
    }

    private string Text(string member) => TextOf(Json, member);

    private string Metadata(string member) =>
        Json.ValueKind == JsonValueKind.Object && Json.TryGetProperty("metadata", out var metadata) ? TextOf(metadata, member) : "";

    private static string TextOf(JsonElement parent, string member) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() ?? "" : "";
}
