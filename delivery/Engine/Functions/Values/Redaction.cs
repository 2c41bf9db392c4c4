namespace ExtensibleWebhooks.Engine.Functions.Values;

/// <summary>Takes the values of secrets out of texts that leave the engine.</summary>
internal sealed class Redaction
{
    private const string Instead = "<redacted>";

    /// <summary>Shorter ones are in every other word, and no secret.</summary>
    private const int MinLength = 4;

    private readonly string[] _secrets;

    public Redaction(IEnumerable<string> secrets) =>
        // The longest first: one secret may be part of another.
        _secrets = [.. secrets.Where(secret => secret.Length >= MinLength).Distinct().OrderByDescending(secret => secret.Length)];

    public string Apply(string text) => _secrets.Aggregate(text, (rest, secret) => rest.Replace(secret, Instead, StringComparison.Ordinal));
}
