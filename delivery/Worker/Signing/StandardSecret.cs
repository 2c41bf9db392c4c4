namespace ExtensibleWebhooks.Worker.Signing;

/// <summary>A secret of Standard Webhooks as people keep it: <c>whsec_</c> (or not) and Base64.</summary>
internal static class StandardSecret
{
    private const string Prefix = "whsec_";

    /// <summary>The key's bytes; null for what is no Base64, or of nothing.</summary>
    public static byte[]? Read(string text)
    {
        var base64 = text.StartsWith(Prefix, StringComparison.Ordinal) ? text[Prefix.Length..] : text;
        var key = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, key, out var written) && written > 0 ? key[..written] : null;
    }
}
