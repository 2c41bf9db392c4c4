using System.Buffers.Binary;

namespace ExtensibleWebhooks.Engine.Events;

/// <summary>
/// A quick hash of a member's name, to compare one number instead of text. Equal hashes are always followed by a comparison of the text,
/// and nothing is ever placed by it, so an attacker gains nothing from collisions.
/// </summary>
internal static class NameHash
{
    private const uint Multiplier = 0x9E3779B1;

    public static int Of(ReadOnlySpan<byte> name)
    {
        uint first, last;
        if (name.Length >= sizeof(uint))
        {
            first = BinaryPrimitives.ReadUInt32LittleEndian(name);
            last = BinaryPrimitives.ReadUInt32LittleEndian(name[^sizeof(uint)..]);
        }
        else
        {
            first = 0;
            foreach (var value in name)
            {
                first = (first << 8) | value;
            }

            last = 0;
        }

        var hash = (first ^ (uint)name.Length) * Multiplier;
        hash = (hash ^ last ^ (hash >> 15)) * Multiplier;
        return (int)(hash ^ (hash >> 13));
    }
}
