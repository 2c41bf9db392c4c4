using k8s.Models;

namespace ExtensibleWebhooks.Manager.Sources;

/// <summary>A Secret, or a ConfigMap, as it was read. It holds secret values: it goes into a worker's Secret and nowhere else.</summary>
internal sealed record SecretSnapshot
{
    /// <summary>Among it whose the object is.</summary>
    public required V1ObjectMeta Metadata { get; init; }

    public required IReadOnlyDictionary<string, byte[]> Data { get; init; }

    public string Name => Metadata.Name;

    public string ResourceVersion => Metadata.ResourceVersion;

    /// <summary>The value of a key; null where it is missing or empty, which both authenticate nobody.</summary>
    public byte[]? this[string key] => Data.TryGetValue(key, out var value) && value.Length > 0 ? value : null;

    /// <summary>Names only.</summary>
    public override string ToString() => $"Secret {Name} with {Data.Count} keys";
}
