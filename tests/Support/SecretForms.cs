using System.Text;

namespace ExtensibleWebhooks.Support;

/// <summary>How a secret may stand in a text that must not have it.</summary>
public static class SecretForms
{
    /// <summary>As it is and as a URL has it; of both what stays the same in Base64, whatever is encoded before and after them, as the id in a Basic header.</summary>
    public static IReadOnlyList<string> Of(string secret)
    {
        string[] plain = [secret, Uri.EscapeDataString(secret)];
        return [.. plain, .. plain.SelectMany(text => Enumerable.Range(0, 3).Select(before => InBase64(text, before)))];
    }

    private static string InBase64(string text, int before)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var encoded = Convert.ToBase64String([.. new byte[before], .. bytes]);

        // The first characters hold bits of what is before, the last of what is after.
        return encoded[(((before * 8) + 5) / 6)..((before + bytes.Length) * 8 / 6)];
    }
}
