using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace ExtensibleWebhooks.Worker.Sending;

/// <summary>
/// The <c>webhook-id</c> of Standard Webhooks, by which a receiver knows a webhook that came twice: <c>msg_</c> and the first 128 bits of
/// SHA-256(messageId, a zero byte, mapping name) in hex. A hash, because a messageId is the sender's text and may hold what no header may, or a dot.
/// </summary>
internal static class WebhookIds
{
    public const string Header = "webhook-id";

    private const string Prefix = "msg_";
    private const int KeptBytes = 16;

    /// <summary>
    /// Of a batch: the same for the same events in the same order, however often they are sent. <c>msg_</c> and the first 128 bits of SHA-256 of its events' ids, each followed by a zero
    /// byte; the event's own for a batch of one.
    /// </summary>
    /// <param name="items">At least one.</param>
    public static string OfBatch(IReadOnlyList<BatchItem> items)
    {
        if (items.Count == 1)
        {
            return items[0].WebhookId;
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> id = stackalloc byte[Prefix.Length + (KeptBytes * 2) + 1];
        id[^1] = 0;
        foreach (var item in items)
        {
            Encoding.ASCII.GetBytes(item.WebhookId, id);
            hash.AppendData(id);
        }

        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(digest);
        return Prefix + Convert.ToHexStringLower(digest[..KeptBytes]);
    }

    public static string Of(string messageId, string mapping)
    {
        var length = Encoding.UTF8.GetMaxByteCount(messageId.Length + mapping.Length + 1);
        var buffer = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            var written = Encoding.UTF8.GetBytes(messageId, buffer);
            buffer[written++] = 0;
            written += Encoding.UTF8.GetBytes(mapping, buffer.AsSpan(written));
            Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
            SHA256.HashData(buffer.AsSpan(0, written), hash);
            return Prefix + Convert.ToHexStringLower(hash[..KeptBytes]);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
