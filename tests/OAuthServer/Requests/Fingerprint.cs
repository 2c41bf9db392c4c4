using System.Security.Cryptography;
using System.Text;

namespace ExtensibleWebhooks.OAuthServer.Requests;

/// <summary>Tells tokens apart without showing them: the first 16 hexadecimal digits of the SHA-256 of the UTF-8 text, in lower case.</summary>
public static class Fingerprint
{
    private const int Digits = 16;

    public static string Of(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)))[..Digits];
}
