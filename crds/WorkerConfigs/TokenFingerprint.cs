using System.Security.Cryptography;
using System.Text;

namespace ExtensibleWebhooks.Crds.WorkerConfigs;

/// <summary>
/// Names an access token without giving it away: the first 16 hexadecimal digits of its SHA-256. 64 bits tell apart the few tokens that a destination ever has, and nobody
/// finds a token by them that was not guessed before.
/// </summary>
public static class TokenFingerprint
{
    private const int Bytes = 8;

    /// <param name="accessToken">As it is sent, without the word before it.</param>
    public static string Of(string accessToken) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(accessToken)).AsSpan(0, Bytes));
}
