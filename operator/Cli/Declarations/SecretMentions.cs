using System.Text.Json;
using ExtensibleWebhooks.Cli.Manifests;
using ExtensibleWebhooks.Crds;
using ExtensibleWebhooks.Crds.References;
using ExtensibleWebhooks.Crds.Validation;

namespace ExtensibleWebhooks.Cli.Declarations;

/// <summary>Finds the keys of Secrets that a manifest names by how the kinds name them: <c>…SecretRef: {name, key}</c> and <c>secretRefs: [{name, key}]</c>.</summary>
internal static class SecretMentions
{
    /// <summary>In a document whose shape is right: the field, and what it names.</summary>
    public static IEnumerable<(string Path, SecretKeyRef Reference)> In(ManifestDocument document) =>
        document.Json.TryGetProperty("spec", out var spec) ? Walk(spec, "spec", "") : [];

    private static IEnumerable<(string Path, SecretKeyRef Reference)> Walk(JsonElement value, string path, string name)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            return value.EnumerateArray().SelectMany((item, index) => Walk(item, FieldPath.Item(path, index), name));
        }

        if (value.ValueKind != JsonValueKind.Object)
        {
            return [];
        }

        if (IsReference(name))
        {
            return value.TryGetProperty("key", out _) && value.Deserialize<SecretKeyRef>(Json.Options) is { } reference ? [(path, reference)] : [];
        }

        return value.EnumerateObject().SelectMany(member => Walk(member.Value, FieldPath.Member(path, member.Name), member.Name));
    }

    private static bool IsReference(string name) => name.EndsWith("SecretRef", StringComparison.Ordinal) || name == "secretRefs";
}
