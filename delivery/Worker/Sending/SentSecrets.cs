using System.Text;

namespace ExtensibleWebhooks.Worker.Sending;

/// <summary>
/// What of a request is not shown to anybody, to be taken out of what is kept of its answer: receivers that tell what they got would have it kept otherwise. That is the values
/// of the headers that may be secrets (those of a user and password in the URL among them), and those of the query. They are looked for in what the answer says, not in how it is
/// written: a secret is found as it is, as JSON, a form, a URL or HTML has it, and as one of these in another.
/// </summary>
internal sealed class SentSecrets
{
    /// <summary>What is shorter is no secret, and would be found everywhere. As much of one may be left where the answer was cut.</summary>
    private const int Shortest = 4;

    /// <summary>The same for what may be one: a word of a header's value, a value of the query.</summary>
    private const int ShortestPart = 8;

    private static readonly byte[] Redacted = Encoding.ASCII.GetBytes(SecretHeaders.Redacted);
    private static readonly char[] Separators = [' ', ',', ';', '=', '"'];

    private readonly HttpRequestMessage _message;
    private List<byte[]>? _secrets;

    /// <param name="message">As it was sent.</param>
    /// <param name="header">The name of the header that authenticates.</param>
    public SentSecrets(HttpRequestMessage message, string header)
    {
        _message = message;
        Header = header;
    }

    /// <summary>The name of the header that authenticates.</summary>
    public string Header { get; }

    /// <summary>Made when something is to be looked through: most answers are not kept.</summary>
    private List<byte[]> Secrets => _secrets ??= Read();

    /// <summary>Of a header's value, as HTTP has it: a character for each byte.</summary>
    public string Redact(string text) => Encoding.Latin1.GetString(Redact(Encoding.Latin1.GetBytes(text)));

    /// <summary>Of a body's start, which may have been cut within a secret; at most as much as is kept of one.</summary>
    public string RedactBody(ReadOnlySpan<byte> text)
    {
        var redacted = Redact(text);
        return Encoding.UTF8.GetString(redacted, 0, Math.Min(redacted.Length, SendLimits.KeptBodyBytes));
    }

    private byte[] Redact(ReadOnlySpan<byte> text)
    {
        var hidden = new bool[text.Length];
        if (Secrets.Count > 0)
        {
            foreach (var reading in TextReading.AllOf(text))
            {
                foreach (var secret in Secrets)
                {
                    Hide(secret, reading, hidden);
                }
            }
        }

        return Without(hidden, text);
    }

    private static void Hide(ReadOnlySpan<byte> secret, TextReading reading, Span<bool> hidden)
    {
        var text = reading.Bytes;
        for (int from = 0, found; (found = text[from..].IndexOf(secret)) >= 0; from += found + 1)
        {
            hidden[reading.PlaceOf(from + found)..reading.PlaceOf(from + found + secret.Length)].Fill(true);
        }

        for (int from = Math.Max(0, text.Length - secret.Length + 1), found; (found = text[from..].IndexOf(secret[..Shortest])) >= 0; from += found + 1)
        {
            if (secret.StartsWith(text[(from + found)..]))
            {
                hidden[reading.PlaceOf(from + found)..].Fill(true);
                return;
            }
        }
    }

    private static byte[] Without(ReadOnlySpan<bool> hidden, ReadOnlySpan<byte> text)
    {
        if (!hidden.Contains(true))
        {
            return text.ToArray();
        }

        var shown = new List<byte>(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            if (!hidden[at])
            {
                shown.Add(text[at]);
            }
            else if (at == 0 || !hidden[at - 1])
            {
                shown.AddRange(Redacted);
            }
        }

        return [.. shown];
    }

    private List<byte[]> Read()
    {
        var ofHeaders = _message.Headers.NonValidated.Where(header => SecretHeaders.Has(header.Key, Header)).SelectMany(header => header.Value.SelectMany(value => PartsOf(header.Key, value)));
        var ofQuery = (_message.RequestUri?.Query ?? "").TrimStart('?').Split('&')
            .Select(pair => Uri.UnescapeDataString(pair[(pair.IndexOf('=', StringComparison.Ordinal) + 1)..].Replace('+', ' ')))
            .Where(value => value.Length >= ShortestPart);
        return [.. ofHeaders.Concat(ofQuery).Where(secret => secret.Length >= Shortest).Distinct(StringComparer.Ordinal).SelectMany(BytesOf)];
    }

    /// <summary>The value, or what is behind its scheme, and its longer words; of Basic the user and password, and the password, too, which a receiver may tell decoded.</summary>
    private static IEnumerable<string> PartsOf(string header, string value)
    {
        var credential = value[(value.IndexOf(' ', StringComparison.Ordinal) + 1)..];
        yield return credential;
        if (!header.EndsWith(Authorization.StandardName, StringComparison.OrdinalIgnoreCase))
        {
            yield return value;
        }

        foreach (var word in value.Split(Separators).Where(word => word.Length >= ShortestPart))
        {
            yield return word;
        }

        var bytes = new byte[credential.Length];
        if (value.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase) && Convert.TryFromBase64String(credential, bytes, out var length))
        {
            // A receiver may take it for either.
            foreach (var encoding in new[] { Encoding.UTF8, Encoding.Latin1 })
            {
                var pair = encoding.GetString(bytes, 0, length);
                yield return pair;
                yield return pair[(pair.IndexOf(':', StringComparison.Ordinal) + 1)..];
            }
        }
    }

    private static IEnumerable<byte[]> BytesOf(string secret)
    {
        yield return Encoding.UTF8.GetBytes(secret);
        if (!Ascii.IsValid(secret) && secret.All(character => character <= '\u00FF'))
        {
            yield return Encoding.Latin1.GetBytes(secret);
        }
    }
}
