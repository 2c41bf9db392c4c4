using System.Text.Json;
using ExtensibleWebhooks.Cli.Manifests;
using ExtensibleWebhooks.Crds.References;

namespace ExtensibleWebhooks.Cli.Declarations;

/// <summary>The texts of the manifests' ConfigMaps.</summary>
internal sealed class ConfigMapTable
{
    private readonly Dictionary<(string Namespace, string Name), Dictionary<string, string>> _configMaps = [];

    /// <summary>Takes the data that are texts; the API server refuses others.</summary>
    public void Add(ManifestDocument document) => _configMaps[(document.Namespace, document.Name)] =
        document.Json.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Object
            ? data.EnumerateObject().Where(entry => entry.Value.ValueKind == JsonValueKind.String).ToDictionary(entry => entry.Name, entry => entry.Value.GetString() ?? "", StringComparer.Ordinal)
            : [];

    /// <summary>The text, or why there is none.</summary>
    public (string? Text, string? Complaint) Find(string namespaceName, ConfigMapKeyRef reference)
    {
        if (!_configMaps.TryGetValue((namespaceName, reference.Name), out var texts))
        {
            return (null, $"there is no ConfigMap {reference.Name} in these files: add it, with key {reference.Key}");
        }

        return texts.TryGetValue(reference.Key, out var text) && text.Length > 0
            ? (text, null)
            : (null, $"ConfigMap {reference.Name} has no key {reference.Key}, or it is empty; it has {(texts.Count == 0 ? "none" : string.Join(", ", texts.Keys.Order(StringComparer.Ordinal)))}");
    }
}
