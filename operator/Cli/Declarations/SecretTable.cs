using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using ExtensibleWebhooks.Cli.Manifests;
using ExtensibleWebhooks.Crds.References;
using ExtensibleWebhooks.Crds.Validation;

namespace ExtensibleWebhooks.Cli.Declarations;

/// <summary>The Secrets of the manifests. Values go from here into credential files and nowhere else.</summary>
internal sealed class SecretTable
{
    private readonly Dictionary<(string Namespace, string Name), Dictionary<string, byte[]>> _secrets = [];

    /// <summary>Takes a Secret's data and stringData, the latter winning, as the API server does.</summary>
    public IReadOnlyList<ManifestProblem> Add(ManifestDocument document)
    {
        var problems = new List<ManifestProblem>();
        var values = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var (path, name, text) in TextsOf(document, "data", problems))
        {
            var bytes = Encoding.ASCII.GetBytes(text);
            if (!Base64.IsValid(bytes))
            {
                problems.Add(document.Problem(path, "is no Base64: write the plain text under stringData instead"));
                continue;
            }

            values[name] = Convert.FromBase64String(text);
        }

        foreach (var (_, name, text) in TextsOf(document, "stringData", problems))
        {
            values[name] = Encoding.UTF8.GetBytes(text);
        }

        _secrets[(document.Namespace, document.Name)] = values;
        return problems;
    }

    /// <summary>The value, or why there is none.</summary>
    /// <param name="namespaceName">Where the object is that refers to it.</param>
    /// <param name="reference">What it refers to.</param>
    /// <param name="remedy">What to do where the Secret is missing.</param>
    public (byte[]? Value, string? Complaint) Find(string namespaceName, SecretKeyRef reference, string remedy = "add it")
    {
        if (!_secrets.TryGetValue((namespaceName, reference.Name), out var values))
        {
            return (null, $"there is no Secret {reference.Name} in these files: {remedy}, with key {reference.Key}");
        }

        if (values.TryGetValue(reference.Key, out var value) && value.Length > 0)
        {
            return (value, null);
        }

        return (null, values.ContainsKey(reference.Key)
            ? $"key {reference.Key} of Secret {reference.Name} is empty"
            : $"Secret {reference.Name} has no key {reference.Key}; it has {(values.Count == 0 ? "none" : string.Join(", ", values.Keys.Order(StringComparer.Ordinal)))}");
    }

    /// <summary>All values of a Secret; null where the manifests do not have it.</summary>
    public IReadOnlyDictionary<string, byte[]>? FindAll(string namespaceName, string name) => _secrets.GetValueOrDefault((namespaceName, name));

    private static IEnumerable<(string Path, string Name, string Text)> TextsOf(ManifestDocument document, string member, List<ManifestProblem> problems)
    {
        if (!document.Json.TryGetProperty(member, out var data) || data.ValueKind == JsonValueKind.Null)
        {
            yield break;
        }

        if (data.ValueKind != JsonValueKind.Object)
        {
            problems.Add(document.Problem(member, "must be an object of texts"));
            yield break;
        }

        foreach (var property in data.EnumerateObject())
        {
            var path = FieldPath.Member(member, property.Name);
            if (property.Value.ValueKind == JsonValueKind.String)
            {
                yield return (path, property.Name, property.Value.GetString() ?? "");
            }
            else
            {
                problems.Add(document.Problem(path, "must be a text: write it in quotes"));
            }
        }
    }
}
