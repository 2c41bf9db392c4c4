using System.Security.Cryptography;
using System.Text;

namespace ExtensibleWebhooks.Credentials.Connect;

/// <summary>Names of the cookies that bring a nonce back: one for each state, so that two connects in one browser do not take each other's away.</summary>
public static class ConnectCookies
{
    /// <summary>So many connects in one browser may be under way; of more, the oldest has to begin again. Each is some 110 bytes of every request for ten minutes.</summary>
    public const int Most = 8;

    /// <summary>Of the name's end: tells apart the states of one browser, and nothing rests on it.</summary>
    private const int Bytes = 8;

    /// <param name="prefix">Of all that are the caller's.</param>
    /// <param name="state">As the provider is sent it, and as the callback brings it.</param>
    public static string NameOf(string prefix, string state) =>
        $"{prefix}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(state)).AsSpan(0, Bytes))}";

    /// <summary>Those to delete before one more is set.</summary>
    /// <param name="prefix">As in <see cref="NameOf"/>.</param>
    /// <param name="names">All that the browser sent; it puts the oldest first (RFC 6265 §5.4).</param>
    public static IReadOnlyList<string> Surplus(string prefix, IEnumerable<string> names) =>
        [.. names.Where(name => name.StartsWith($"{prefix}-", StringComparison.Ordinal)).SkipLast(Most - 1)];
}
