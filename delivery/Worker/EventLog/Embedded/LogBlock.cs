using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace ExtensibleWebhooks.Worker.EventLog.Embedded;

/// <summary>
/// Events that are one row of the log. Its data is a table of where each event ends (four bytes each, little endian, counted from the table's end),
/// then the events' bytes one behind the other.
/// </summary>
internal sealed record LogBlock(long First, long Appended, byte[] Data, LogEvent[] Events)
{
    /// <summary>A block is closed before it grows beyond this, unless one event alone is larger. Under 85 KB, so that the garbage collector treats it as a small object.</summary>
    public const int TargetBytes = 64 << 10;

    public const int EntryBytes = sizeof(uint);

    /// <summary>The position behind its last event.</summary>
    public long End => First + Events.Length;

    /// <summary>CRC-32C over the data and over what the row says of it, so that a row in a wrong place is found out, too.</summary>
    public static uint Checksum(long first, long appended, int count, ReadOnlySpan<byte> data)
    {
        var crc = BitOperations.Crc32C(BitOperations.Crc32C(BitOperations.Crc32C(uint.MaxValue, (ulong)first), (ulong)appended), (uint)count);
        var words = MemoryMarshal.Cast<byte, ulong>(data);
        foreach (var word in words)
        {
            crc = BitOperations.Crc32C(crc, word);
        }

        foreach (var rest in data[(words.Length * sizeof(ulong))..])
        {
            crc = BitOperations.Crc32C(crc, rest);
        }

        return ~crc;
    }

    /// <summary>The block of these events, in a buffer of its own.</summary>
    public static LogBlock Encode(long first, long appended, IReadOnlyList<ReadOnlyMemory<byte>> events)
    {
        var table = events.Count * EntryBytes;
        var data = new byte[table + events.Sum(json => json.Length)];
        var end = 0;
        for (var index = 0; index < events.Count; index++)
        {
            events[index].Span.CopyTo(data.AsSpan(table + end));
            end += events[index].Length;
            BinaryPrimitives.WriteUInt32LittleEndian(data.AsSpan(index * EntryBytes), (uint)end);
        }

        return new LogBlock(first, appended, data, Slice(first, appended, events.Count, data));
    }

    /// <summary>Null when the data is not what <see cref="Encode"/> wrote.</summary>
    public static LogBlock? Decode(long first, long appended, int count, uint checksum, byte[] data) =>
        Checksum(first, appended, count, data) == checksum ? new LogBlock(first, appended, data, Slice(first, appended, count, data)) : null;

    private static LogEvent[] Slice(long first, long appended, int count, byte[] data)
    {
        var at = DateTimeOffset.FromUnixTimeMilliseconds(appended);
        var events = new LogEvent[count];
        var start = count * EntryBytes;
        for (var index = 0; index < count; index++)
        {
            var end = (count * EntryBytes) + (int)BinaryPrimitives.ReadUInt32LittleEndian(data.AsSpan(index * EntryBytes));
            events[index] = new LogEvent(new LogPosition(first + index), at, data.AsMemory(start, end - start));
            start = end;
        }

        return events;
    }
}
