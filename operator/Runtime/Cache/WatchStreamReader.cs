using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace ExtensibleWebhooks.Runtime.Cache;

/// <summary>Cuts a watch's bytes into lines, however they were cut on the wire.</summary>
internal static class WatchStreamReader
{
    /// <summary>Several times what etcd can store as one object; a line beyond it is a broken stream.</summary>
    public const int MaxLineBytes = 16 * 1024 * 1024;

    private const int BufferBytes = 32 * 1024;

    /// <summary>Each line is valid until the next is asked for. The end of the stream ends the lines; a last line without its newline is dropped, as cut off.</summary>
    /// <param name="onBytes">Called whenever something arrived.</param>
    public static async IAsyncEnumerable<ReadOnlySequence<byte>> ReadLinesAsync(
        Stream stream, Action onBytes, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reader = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: BufferBytes, leaveOpen: true));
        try
        {
            while (true)
            {
                var result = await reader.ReadAsync(cancellationToken);
                onBytes();
                var buffer = result.Buffer;
                while (buffer.PositionOf((byte)'\n') is { } newline)
                {
                    var line = buffer.Slice(0, newline);
                    if (line.Length > 1)
                    {
                        yield return line;
                    }

                    buffer = buffer.Slice(buffer.GetPosition(1, newline));
                }

                if (result.IsCompleted)
                {
                    yield break;
                }

                if (buffer.Length > MaxLineBytes)
                {
                    throw new IOException($"A watch event is longer than {MaxLineBytes} bytes");
                }

                reader.AdvanceTo(buffer.Start, buffer.End);
            }
        }
        finally
        {
            await reader.CompleteAsync();
        }
    }
}
