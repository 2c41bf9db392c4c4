using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ExtensibleWebhooks.Credentials.Connect;

/// <summary>Signs small JSON documents into text for a URL, each for one purpose. What is in them can be read by anybody and changed by nobody.</summary>
public sealed class ConnectSigner
{
    /// <summary>Of the key, in bytes.</summary>
    public const int MinKeyBytes = 32;

    /// <summary>Longer texts are not ours.</summary>
    private const int MaxText = 4096;

    private readonly byte[] _key;

    /// <param name="key">Random, at least <see cref="MinKeyBytes"/>; the same in all replicas. Another key makes all links and states void.</param>
    public ConnectSigner(byte[] key)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(key.Length, MinKeyBytes);
        _key = [.. key];
    }

    /// <summary>base64url(JSON) "." base64url(HMAC-SHA256).</summary>
    internal string Sign<T>(string purpose, T content)
    {
        var payload = Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(content));
        return $"{payload}.{Base64Url.EncodeToString(Derive(purpose, payload))}";
    }

    /// <summary>Null where the text is not one that <see cref="Sign"/> made for this purpose with this key.</summary>
    internal T? Read<T>(string purpose, string? text)
        where T : class
    {
        if (text is null or { Length: > MaxText } || text.Split('.') is not [var payload, var signature] || !Base64Url.IsValid(signature) || !Base64Url.IsValid(payload))
        {
            return null;
        }

        return CryptographicOperations.FixedTimeEquals(Derive(purpose, payload), Base64Url.DecodeFromChars(signature))
            ? JsonSerializer.Deserialize<T>(Base64Url.DecodeFromChars(payload))
            : null;
    }

    /// <summary>32 bytes that nobody without the key knows.</summary>
    internal byte[] Derive(string purpose, string text) => HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{purpose}\0{text}"));
}
