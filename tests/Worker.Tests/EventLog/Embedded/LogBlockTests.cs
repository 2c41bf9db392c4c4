using CsCheck;
using ExtensibleWebhooks.Worker.EventLog.Embedded;

namespace ExtensibleWebhooks.Worker.Tests.EventLog.Embedded;

public class LogBlockTests
{
    private static readonly Gen<List<byte[]>> Events = Gen.Byte.Array[0, 200].List[1, 40];

    [Fact]
    public void Decode_OfWhatWasEncoded_GivesTheEvents() => Gen.Select(Gen.Long[1, long.MaxValue / 2], Gen.Long[0, 4_000_000_000_000], Events).Sample((first, appended, events) =>
    {
        var block = LogBlock.Encode(first, appended, [.. events.Select(json => new ReadOnlyMemory<byte>(json))]);
        var decoded = LogBlock.Decode(first, appended, events.Count, Checksum(block), block.Data);

        Assert.NotNull(decoded);
        Assert.Equal(events, decoded.Events.Select(@event => @event.Json.ToArray()));
        Assert.Equal(Enumerable.Range(0, events.Count).Select(index => first + index), decoded.Events.Select(@event => @event.Position.Value));
        Assert.All(decoded.Events, @event => Assert.Equal(appended, @event.AppendedAt.ToUnixTimeMilliseconds()));
    });

    [Fact]
    public void Decode_OfDataWithAnyBitFlipped_IsNull() => Gen.Select(Events, Gen.Int[0, int.MaxValue], Gen.Int[0, 7]).Sample((events, place, bit) =>
    {
        var block = LogBlock.Encode(1, 2, [.. events.Select(json => new ReadOnlyMemory<byte>(json))]);
        var checksum = Checksum(block);
        block.Data[place % block.Data.Length] ^= (byte)(1 << bit);

        Assert.Null(LogBlock.Decode(1, 2, events.Count, checksum, block.Data));
    });

    [Fact]
    public void Decode_OfARowInAnotherPlace_IsNull()
    {
        var block = LogBlock.Encode(1, 2, ["{}"u8.ToArray(), "{}"u8.ToArray()]);

        Assert.Null(LogBlock.Decode(2, 2, 2, Checksum(block), block.Data));
        Assert.Null(LogBlock.Decode(1, 3, 2, Checksum(block), block.Data));
        Assert.Null(LogBlock.Decode(1, 2, 1, Checksum(block), block.Data));
    }

    private static uint Checksum(LogBlock block) => LogBlock.Checksum(block.First, block.Appended, block.Events.Length, block.Data);
}
