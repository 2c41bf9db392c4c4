using System.IO.Hashing;
using System.Runtime.InteropServices;
using ExtensibleWebhooks.Engine.Events;

namespace ExtensibleWebhooks.Worker.Turns;

/// <summary>
/// Whose event it is, as <c>ordering: PerUser</c> knows it: 64 bits of a hash of its userId, else of its anonymousId. Two users that share one wait for each other and lose nothing by it;
/// who can make events for that could as well send them under the other's id.
/// </summary>
internal static class UserKey
{
    /// <summary>A userId and an anonymousId with the same text are different users.</summary>
    private const long AnonymousSeed = 1;

    /// <summary>Null: it has neither, so it has no order.</summary>
    public static long? Of(EventDocument @event)
    {
        if (@event.Root.Member("userId"u8).GetText() is { Length: > 0 } user)
        {
            return Hash(user, 0);
        }

        return @event.Root.Member("anonymousId"u8).GetText() is { Length: > 0 } anonymous ? Hash(anonymous, AnonymousSeed) : null;
    }

    private static long Hash(string id, long seed) => (long)XxHash3.HashToUInt64(MemoryMarshal.AsBytes(id.AsSpan()), seed);
}
