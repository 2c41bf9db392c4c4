using System.Net;

namespace ExtensibleWebhooks.Credentials.Endpoint;

/// <summary>What a request carried, to be taken out of what its answer says: some endpoints repeat what they were sent.</summary>
internal sealed class SentSecrets
{
    private const string Redacted = "[redacted]";

    /// <summary>What is shorter is no secret, and would be found everywhere.</summary>
    private const int Shortest = 4;

    /// <summary>The longest first: one may be a part of another.</summary>
    private readonly List<string> _secrets;

    public SentSecrets(IEnumerable<string> secrets) =>
        _secrets = [.. secrets.SelectMany(Notations).Where(secret => secret.Length >= Shortest).Distinct().OrderByDescending(secret => secret.Length)];

    public SentSecrets And(params IEnumerable<string?> more) => new(_secrets.Concat(more.OfType<string>()));

    /// <summary>Of a whole text, before it is cut: a cut could leave half a secret.</summary>
    public string Redact(string text) => _secrets.Aggregate(text, (rest, secret) => rest.Replace(secret, Redacted, StringComparison.Ordinal));

    /// <summary>As it is, as a form or a query has it, and of a header's value what is behind the scheme.</summary>
    private static IEnumerable<string> Notations(string secret) =>
        [secret, Uri.EscapeDataString(secret), WebUtility.UrlEncode(secret), secret[(secret.LastIndexOf(' ') + 1)..]];
}
