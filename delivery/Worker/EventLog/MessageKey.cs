using System.IO.Hashing;
using System.Text;

namespace ExtensibleWebhooks.Worker.EventLog;

/// <summary>
/// A messageId as deduplication knows it: XxHash128 of its UTF-8. With a hundred million ids in the window the chance that any two collide is about 10^-23.
/// Not a cryptographic hash: who holds the write key can collide only with ids that it could as well have sent.
/// </summary>
internal readonly record struct MessageKey(UInt128 Value)
{
    public const int Bytes = 16;

    public static MessageKey Of(ReadOnlySpan<byte> messageIdUtf8) => new(XxHash128.HashToUInt128(messageIdUtf8));

    public static MessageKey Of(string messageId) => Of(Encoding.UTF8.GetBytes(messageId));
}
