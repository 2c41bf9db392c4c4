using System.Text.Json;

namespace ExtensibleWebhooks.Crds.Validation;

/// <summary>
/// Shape validation of a document of one of our kinds, as the API server does it with the CRD and beyond: bounds of durations and sizes, rules over several fields,
/// and what this version does not do. What a mapping's trigger and directives say is the compilers' matter.
/// </summary>
public static class ManifestValidator
{
    /// <summary>Everything that is wrong, in the order of the document; never throws, whatever the JSON.</summary>
    public static IReadOnlyList<Diagnostic> Validate(JsonElement manifest)
    {
        if (UnreadableText.IsIn(manifest))
        {
            return [UnreadableText.Diagnostic];
        }

        var diagnostics = new DiagnosticList();
        if (KindOf(manifest, diagnostics) is { } kind)
        {
            NotBuiltYet.Check(manifest, kind.Name, diagnostics);
            var schema = KindSchemas.Of(kind);
            new SchemaValidator(diagnostics).Check(SchemaDefaults.Apply(manifest, schema), schema, "");
        }

        return diagnostics.ToList();
    }

    /// <summary>The document with defaults written as the API server writes them; unchanged when it is of no kind of ours.</summary>
    public static JsonElement ApplyDefaults(JsonElement manifest) =>
        !UnreadableText.IsIn(manifest) && KindOf(manifest, new DiagnosticList()) is { } kind ? SchemaDefaults.Apply(manifest, KindSchemas.Of(kind)) : manifest;

    private static Kind? KindOf(JsonElement manifest, DiagnosticList diagnostics)
    {
        if (manifest.ValueKind != JsonValueKind.Object)
        {
            diagnostics.Add("", $"is {Words.Of(manifest.ValueKind)}: a manifest is an object with apiVersion, kind, metadata and spec");
            return null;
        }

        var apiVersion = TextOf(manifest, "apiVersion");
        if (apiVersion != ApiGroup.ApiVersion)
        {
            diagnostics.Add("apiVersion", apiVersion is null ? $"is missing: write {ApiGroup.ApiVersion}" : $"{Words.Shown(apiVersion)} is not {ApiGroup.ApiVersion}");
        }

        var name = TextOf(manifest, "kind");
        var kind = Kinds.Find(name ?? "");
        if (kind is null)
        {
            var known = Kinds.All.Select(candidate => candidate.Name).ToList();
            diagnostics.Add("kind", name is null ? $"is missing: write one of {string.Join(", ", known)}" : $"{Words.Shown(name)} is none of {string.Join(", ", known)}{NearMiss.Hint(name, known)}");
        }

        return kind;
    }

    private static string? TextOf(JsonElement manifest, string member) =>
        manifest.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
