namespace ExtensibleWebhooks.Manager.Sources;

/// <summary>A Secret, or a ConfigMap, as it was read. It holds secret values: it goes into a worker's Secret and nowhere else.</summary>
internal sealed record SecretSnapshot
{
    public required string Name { get; init; }

    public required string ResourceVersion { get; init; }

    public required IReadOnlyDictionary<string, byte[]> Data { get; init; }

    /// <summary>The value of a key; null where it is missing or empty, which both authenticate nobody.</summary>
    public byte[]? this[string key] => Data.TryGetValue(key, out var value) && value.Length > 0 ? value : null;

    /// <summary>Names only.</summary>
    public override string ToString() => $"Secret {Name} with {Data.Count} keys";
}
