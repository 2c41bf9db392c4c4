namespace ExtensibleWebhooks.Worker.Sending;

/// <summary>The headers whose values may be secrets: they are neither shown nor kept of an answer.</summary>
internal static class SecretHeaders
{
    /// <summary>What stands instead.</summary>
    public const string Redacted = "<redacted>";

    private static readonly HashSet<string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        "Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie", "X-Api-Key", "Api-Key", "X-Auth-Token", "X-Access-Token", "X-Csrf-Token", "X-Amz-Security-Token",
    };

    /// <param name="name">The header's.</param>
    /// <param name="own">The one that the destination authenticates with; null where that is Authorization, or nothing.</param>
    public static bool Has(string name, string? own) =>
        Names.Contains(name) || name.Contains("signature", StringComparison.OrdinalIgnoreCase) || string.Equals(name, own, StringComparison.OrdinalIgnoreCase);
}
