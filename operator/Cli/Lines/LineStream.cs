using System.Buffers;
using System.Collections.Concurrent;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Threading.Channels;
using ExtensibleWebhooks.Engine.Requests;

namespace ExtensibleWebhooks.Cli.Lines;

/// <summary>
/// A line in, a line out, in the same order. Chunks of lines are answered side by side and written one after the other; as many are under way as there are
/// workers, and as many again wait to be written: more are not read.
/// </summary>
/// <param name="workers">How many chunks are answered at once.</param>
/// <param name="time">Bounds functions, and is what their Date says.</param>
internal sealed class LineStream(int workers, TimeProvider time) : IDisposable
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly LineTrial _trial = new(time);
    private readonly ConcurrentBag<RenderedRequest> _rooms = [];

    /// <summary>Until the input ends, or the output is closed.</summary>
    /// <exception cref="IOException">The input cannot be read.</exception>
    public async Task RunAsync(Stream input, Stream output, CancellationToken cancellationToken)
    {
        var answers = Channel.CreateBounded<Task<ReadOnlyMemory<byte>>>(new BoundedChannelOptions(workers * 2) { SingleReader = true, SingleWriter = true });
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reading = ReadAsync(new LineReader(input), answers.Writer, ending.Token);
        try
        {
            await foreach (var answer in answers.Reader.ReadAllAsync(cancellationToken))
            {
                if (!await TryWriteAsync(output, await answer, cancellationToken))
                {
                    return;
                }
            }
        }
        finally
        {
            await ending.CancelAsync();
            await reading;
        }
    }

    public void Dispose()
    {
        foreach (var room in _rooms)
        {
            room.Dispose();
        }
    }

    private async Task ReadAsync(LineReader reader, ChannelWriter<Task<ReadOnlyMemory<byte>>> answers, CancellationToken cancellationToken)
    {
        try
        {
            while (await reader.ReadAsync(cancellationToken) is { } chunk)
            {
                await answers.WriteAsync(Task.Run(() => Answer(chunk), cancellationToken), cancellationToken);
            }

            answers.Complete();
        }
        catch (Exception error) when (error is IOException or OperationCanceledException)
        {
            answers.Complete(error);
        }
    }

    /// <summary>False: nobody reads any more.</summary>
    private static async Task<bool> TryWriteAsync(Stream output, ReadOnlyMemory<byte> answer, CancellationToken cancellationToken)
    {
        try
        {
            await output.WriteAsync(answer, cancellationToken);
            await output.FlushAsync(cancellationToken);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private ReadOnlyMemory<byte> Answer(LineChunk chunk)
    {
        var output = new ArrayBufferWriter<byte>(Math.Max(chunk.Bytes.Length, 256));
        using var writer = new Utf8JsonWriter(output, Options);
        if (chunk.IsTooLong)
        {
            LineTrial.AnswerTooLong(writer);
            EndLine(writer, output);
            return output.WrittenMemory;
        }

        var room = _rooms.TryTake(out var used) ? used : new RenderedRequest();
        for (var rest = chunk.Bytes.AsMemory(); !rest.IsEmpty;)
        {
            var end = rest.Span.IndexOf((byte)'\n');
            var line = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
            _trial.Answer(line, room, writer);
            EndLine(writer, output);
        }

        _rooms.Add(room);
        return output.WrittenMemory;
    }

    private static void EndLine(Utf8JsonWriter writer, ArrayBufferWriter<byte> output)
    {
        writer.Flush();
        writer.Reset();
        output.Write("\n"u8);
    }
}
