using System.Text;
using ExtensibleWebhooks.Worker.Signing;

namespace ExtensibleWebhooks.Worker.Sending;

/// <summary>What a request authenticated with, to be taken out of what is kept of its answer: receivers that tell what they got would have it kept otherwise.</summary>
internal sealed class SentSecrets
{
    /// <summary>What is shorter is no secret, and would be found everywhere.</summary>
    private const int Shortest = 4;

    private static readonly string[] Signatures = [RequestSigner.XSignature, RequestSigner.Signature];

    /// <summary>The longest first: one may be a part of another.</summary>
    private readonly List<string> _secrets;

    private SentSecrets(string header, IEnumerable<string> secrets)
    {
        Header = header;
        _secrets = [.. secrets.Where(secret => secret.Length >= Shortest).Distinct().OrderByDescending(secret => secret.Length)];
    }

    /// <summary>The name of the header that authenticates.</summary>
    public string Header { get; }

    /// <param name="message">As it was sent.</param>
    /// <param name="header">The name of the header that authenticates.</param>
    public static SentSecrets Of(HttpRequestMessage message, string header) => new(
        header, PartsOf(ValueOf(message, header)).Concat(Signatures.SelectMany(name => ValueOf(message, name).Split(' '))));

    public string Redact(string text)
    {
        foreach (var secret in _secrets)
        {
            text = WithoutCutEnd(text.Replace(secret, SecretHeaders.Redacted, StringComparison.Ordinal), secret);
        }

        return text;
    }

    private static string ValueOf(HttpRequestMessage message, string header) => message.Headers.NonValidated.TryGetValues(header, out var values) ? values.ToString() : "";

    /// <summary>The value behind its scheme; of Basic the password, too, which a receiver may tell decoded.</summary>
    private static IEnumerable<string> PartsOf(string value)
    {
        var credential = value[(value.LastIndexOf(' ') + 1)..];
        yield return credential;
        var bytes = new byte[credential.Length];
        if (value.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase) && Convert.TryFromBase64String(credential, bytes, out var length))
        {
            var pair = Encoding.UTF8.GetString(bytes, 0, length);
            yield return pair[(pair.IndexOf(':', StringComparison.Ordinal) + 1)..];
        }
    }

    /// <summary>A text that was cut may end within the secret.</summary>
    private static string WithoutCutEnd(string text, string secret)
    {
        for (var length = secret.Length - 1; length >= Shortest; length--)
        {
            if (text.EndsWith(secret[..length], StringComparison.Ordinal))
            {
                return text[..^length] + SecretHeaders.Redacted;
            }
        }

        return text;
    }
}
