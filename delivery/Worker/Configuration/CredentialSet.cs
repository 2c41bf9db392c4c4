using System.Collections.Immutable;

namespace ExtensibleWebhooks.Worker.Configuration;

/// <summary>The values of the credential files that a config names. It has no text form, so that no log or message can hold one by accident.</summary>
internal sealed class CredentialSet(ImmutableDictionary<string, string> values) : IEquatable<CredentialSet>
{
    public static readonly CredentialSet Empty = new(ImmutableDictionary<string, string>.Empty);

    private readonly ImmutableDictionary<string, string> _values = values;

    /// <summary>The file's content without a final line break; null when it is missing, empty or not named.</summary>
    public string? ValueOf(string? file) => file is not null && _values.TryGetValue(file, out var value) && value.Length > 0 ? value : null;

    public bool Equals(CredentialSet? other) =>
        other is not null && _values.Count == other._values.Count && _values.All(pair => other._values.TryGetValue(pair.Key, out var value) && value == pair.Value);

    public override bool Equals(object? obj) => Equals(obj as CredentialSet);

    public override int GetHashCode() => _values.Count;

    public override string ToString() => $"{_values.Count} credentials";
}
