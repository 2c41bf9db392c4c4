using System.Security.Cryptography;

namespace ExtensibleWebhooks.Engine.Functions.Globals;

/// <summary>crypto.createHash and createHmac. The weak ones are here because services that receive webhooks still ask for them.</summary>
internal static class Digests
{
    public const string Known = "md5, sha1, sha256, sha384 and sha512 are known";

    /// <summary>Null for an algorithm that is not known.</summary>
    /// <param name="algorithm">Node.js's name, in any letters, with or without a hyphen.</param>
    /// <param name="key">Null for a hash without a key.</param>
    /// <param name="parts">What is hashed, one after the other.</param>
    public static byte[]? Compute(string algorithm, byte[]? key, IEnumerable<byte[]> parts)
    {
        if (NameOf(algorithm) is not { } name)
        {
            return null;
        }

        using var hash = key is null ? IncrementalHash.CreateHash(name) : IncrementalHash.CreateHMAC(name, key);
        foreach (var part in parts)
        {
            hash.AppendData(part);
        }

        return hash.GetHashAndReset();
    }

    private static HashAlgorithmName? NameOf(string algorithm) => algorithm.ToLowerInvariant().Replace("-", "", StringComparison.Ordinal) switch
    {
        "md5" => HashAlgorithmName.MD5,
        "sha1" => HashAlgorithmName.SHA1,
        "sha256" => HashAlgorithmName.SHA256,
        "sha384" => HashAlgorithmName.SHA384,
        "sha512" => HashAlgorithmName.SHA512,
        _ => null,
    };
}
