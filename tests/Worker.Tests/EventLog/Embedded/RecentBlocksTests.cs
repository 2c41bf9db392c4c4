using CsCheck;
using ExtensibleWebhooks.Worker.EventLog.Embedded;

namespace ExtensibleWebhooks.Worker.Tests.EventLog.Embedded;

public class RecentBlocksTests
{
    [Fact]
    public void Read_FromAnywhere_GivesWhatFollowsOrNothing() => Gen.Select(Gen.Int[1, 5].List[1, 60], Gen.Int[0, 20_000], Gen.Int[1, 200], Gen.Int[1, 12]).Sample((counts, maxBytes, from, max) =>
    {
        var recent = new RecentBlocks(maxBytes);
        var next = 1L;
        foreach (var count in counts)
        {
            var block = LogBlock.Encode(next, 0, [.. Enumerable.Repeat<ReadOnlyMemory<byte>>(new byte[100], count)]);
            recent.Add([block]);
            next = block.End;
        }

        var events = recent.Read(from, max);

        // The newest block always stays, so the last position can always be read.
        Assert.NotNull(recent.Read(next - 1, 1));
        if (from >= next)
        {
            Assert.Null(events);
        }
        else if (events is not null)
        {
            Assert.Equal(Enumerable.Range(0, (int)Math.Min(max, next - from)).Select(index => (long)from + index), events.Select(@event => @event.Position.Value));
        }
    });

    [Fact]
    public void Read_OfWhatRetentionDeleted_GivesNothing()
    {
        var recent = new RecentBlocks(1 << 20);
        recent.Add([LogBlock.Encode(1, 0, [new byte[10], new byte[10]]), LogBlock.Encode(3, 0, [new byte[10]])]);

        recent.RemoveBefore(3);

        Assert.Null(recent.Read(2, 10));
        Assert.Single(recent.Read(3, 10) ?? []);
    }
}
