using System.Security.Cryptography;
using System.Text;

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
        where Forms(secret.Value).Any(form => text.Contains(form, StringComparison.Ordinal))
        select $"{place} has {secret.Key}";

    /// <summary>As it is, and what stays the same of it in Base64 whatever is before and after.</summary>
    private static IEnumerable<string> Forms(string secret)
    {
        yield return secret;
        for (var before = 0; before < 3; before++)
        {
            var encoded = Convert.ToBase64String([.. new byte[before], .. Encoding.UTF8.GetBytes(secret)]);
            // The first characters hold bits of what is before, the last of what is after.
            var start = ((before * 8) + 5) / 6;
            var end = (before + Encoding.UTF8.GetByteCount(secret)) * 8 / 6;
            yield return encoded[start..end];
        }
    }
}
