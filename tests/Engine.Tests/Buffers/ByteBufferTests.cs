using ExtensibleWebhooks.Engine.Buffers;

namespace ExtensibleWebhooks.Engine.Tests.Buffers;

public class ByteBufferTests
{
    [Fact]
    public void Buffer_BeyondItsLimit_OverflowsAndCanBeUsedAgain()
    {
        using var buffer = new ByteBuffer();
        var chunk = new byte[1024 * 1024];
        for (var i = 0; i < 20; i++)
        {
            buffer.Append(chunk);
            buffer.Append((byte)1);
            buffer.Truncate(int.MaxValue);
        }

        Assert.True(buffer.Overflowed);
        Assert.InRange(buffer.Length, 0, ByteBuffer.MaxLength);

        buffer.Clear();
        buffer.Append("abc"u8);
        buffer.Truncate(2);

        Assert.False(buffer.Overflowed);
        Assert.Equal("ab"u8, buffer.Written);
    }

    [Fact]
    public void Buffer_OneChunkAboveTheLimit_Overflows()
    {
        using var buffer = new ByteBuffer();

        buffer.Append(new byte[ByteBuffer.MaxLength + 1]);

        Assert.True(buffer.Overflowed);
    }
}
