using System.Security.Cryptography;
using ExtensibleWebhooks.Support;

namespace ExtensibleWebhooks.EndToEnd.Stand;

/// <summary>Secrets that are like no other text, and the search for them: whole, or within any text that was written in Base64.</summary>
internal sealed class Canaries
{
    private readonly Dictionary<string, string> _values = [];

    /// <summary>The secret of this name; made when it is first asked for.</summary>
    public string this[string name] =>
        _values.TryGetValue(name, out var value) ? value : _values[name] = $"canary{RandomNumberGenerator.GetHexString(24, lowercase: true)}";

    /// <summary>A secret that somebody else made.</summary>
    public void Add(string name, string value) => _values[name] = value;

    /// <summary>Where which secret stands in the text; empty: nowhere.</summary>
    public IEnumerable<string> In(string place, string text) =>
        from secret in _values
        where SecretForms.Of(secret.Value).Any(form => text.Contains(form, StringComparison.Ordinal))
        select $"{place} has {secret.Key}";
}
