using System.Collections.Immutable;
using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using ExtensibleWebhooks.Crds.WebhookDestinations;

namespace ExtensibleWebhooks.Worker.Signing;

/// <summary>Signs the bytes that are sent. Two with the same type, scope and secrets are equal; it has no text form that could show one.</summary>
internal sealed class RequestSigner : IEquatable<RequestSigner>
{
    /// <summary>Segment's header: HMAC-SHA1 of the body in lower-case hex.</summary>
    public const string XSignature = "X-Signature";

    /// <summary>Of Standard Webhooks: seconds since 1970 at which this try began. A receiver refuses an old one, so each try has its own.</summary>
    public const string Timestamp = "webhook-timestamp";

    /// <summary>Of Standard Webhooks: <c>v1,</c> and the Base64 of HMAC-SHA256 over id, timestamp and body with dots between; one for each secret, with spaces between.</summary>
    public const string Signature = "webhook-signature";

    private readonly SigningType _type;
    private readonly SigningScope _scope;
    private readonly ImmutableArray<byte[]> _keys;

    private RequestSigner(SigningType type, SigningScope scope, ImmutableArray<byte[]> keys)
    {
        _type = type;
        _scope = scope;
        _keys = keys;
    }

    /// <summary>Null where a secret is missing or is none of its type: nothing may be sent then.</summary>
    /// <param name="type">How.</param>
    /// <param name="scope">Over what of a batch.</param>
    /// <param name="secrets">In the order of the spec; null for one that is missing.</param>
    /// <param name="problem">Why there is no signer, without the secret.</param>
    public static RequestSigner? Create(SigningType type, SigningScope scope, IReadOnlyList<string?> secrets, out string? problem)
    {
        var keys = ImmutableArray.CreateBuilder<byte[]>(secrets.Count);
        for (var index = 0; index < secrets.Count; index++)
        {
            if (secrets[index] is not { Length: > 0 } secret)
            {
                problem = $"there is no signing secret {index + 1} of {secrets.Count}: its file is missing or empty";
                return null;
            }

            if ((type == SigningType.StandardWebhooks ? StandardSecret.Read(secret) : Encoding.UTF8.GetBytes(secret)) is not { } key)
            {
                problem = $"the signing secret {index + 1} of {secrets.Count} is not usable: Standard Webhooks wants Base64, with or without whsec_ before it";
                return null;
            }

            keys.Add(key);
        }

        problem = keys.Count == 0 ? "there is no signing secret" : null;
        return problem is null ? new RequestSigner(type, scope, keys.DrainToImmutable()) : null;
    }

    /// <summary>A header that only the signer sets: one of the mapping's is not sent.</summary>
    public bool Owns(string header) => _type == SigningType.StandardWebhooks
        && (header.Equals(Timestamp, StringComparison.OrdinalIgnoreCase) || header.Equals(Signature, StringComparison.OrdinalIgnoreCase));

    /// <summary>Adds the headers of one try.</summary>
    /// <param name="headers">With those of the mapping: one that names X-Signature keeps its own, as Segment has it.</param>
    /// <param name="webhookId">The webhook-id that is sent.</param>
    /// <param name="body">The bytes that are sent; null without a body, which X-Signature does not sign.</param>
    /// <param name="firstEvent">Of a batch, its first event's bytes; null for a single event.</param>
    /// <param name="now">When the try begins.</param>
    public void Sign(HttpRequestHeaders headers, string webhookId, ReadOnlyMemory<byte>? body, ReadOnlyMemory<byte>? firstEvent, DateTimeOffset now)
    {
        if (_type == SigningType.StandardWebhooks)
        {
            var timestamp = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
            headers.TryAddWithoutValidation(Timestamp, timestamp);
            headers.TryAddWithoutValidation(Signature, StandardSignatures($"{webhookId}.{timestamp}.", (body ?? ReadOnlyMemory<byte>.Empty).Span));
        }
        else if (body is { } bytes && !headers.NonValidated.Contains(XSignature))
        {
            var signed = _scope == SigningScope.FirstEvent ? firstEvent ?? bytes : bytes;
            headers.TryAddWithoutValidation(XSignature, HexOfSha1(_keys[0], signed.Span));
        }
    }

    public bool Equals(RequestSigner? other) => other is not null && _type == other._type && _scope == other._scope
        && _keys.Length == other._keys.Length && _keys.Zip(other._keys).All(pair => CryptographicOperations.FixedTimeEquals(pair.First, pair.Second));

    public override bool Equals(object? obj) => Equals(obj as RequestSigner);

    public override int GetHashCode() => HashCode.Combine(_type, _scope, _keys.Length);

    private static string HexOfSha1(byte[] key, ReadOnlySpan<byte> body)
    {
        Span<byte> hash = stackalloc byte[HMACSHA1.HashSizeInBytes];
#pragma warning disable CA5350 // Receivers of Segment's webhooks check this very algorithm; StandardWebhooks is the modern one.
        HMACSHA1.HashData(key, body, hash);
#pragma warning restore CA5350
        return Convert.ToHexStringLower(hash);
    }

    private string StandardSignatures(string prefix, ReadOnlySpan<byte> body)
    {
        var signatures = new string[_keys.Length];
        var prefixBytes = Encoding.UTF8.GetBytes(prefix);
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        for (var index = 0; index < signatures.Length; index++)
        {
            using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _keys[index]);
            hmac.AppendData(prefixBytes);
            hmac.AppendData(body);
            hmac.GetHashAndReset(hash);
            signatures[index] = $"v1,{Convert.ToBase64String(hash)}";
        }

        return string.Join(' ', signatures);
    }
}
