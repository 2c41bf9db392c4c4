namespace ExtensibleWebhooks.Worker.Sending;

/// <summary>What is kept of an answer's headers, for a person: the first so many, each cut, without secrets.</summary>
internal static class AnswerHeaders
{
    private const int MaxCount = 32;
    private const int MaxName = 64;
    private const int MaxValue = 256;

    public static IReadOnlyDictionary<string, string> Read(HttpResponseMessage response, SentSecrets secrets)
    {
        var kept = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, values) in response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated).Take(MaxCount))
        {
            kept[Cut(name, MaxName)] = SecretHeaders.Has(name, secrets.Header) ? SecretHeaders.Redacted : Cut(secrets.Redact(values.ToString()), MaxValue);
        }

        return kept;
    }

    private static string Cut(string text, int length) => text.Length <= length ? text : text[..length];
}
