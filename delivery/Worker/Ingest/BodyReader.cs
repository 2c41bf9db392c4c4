using System.Buffers;
using System.IO.Compression;

namespace ExtensibleWebhooks.Worker.Ingest;

/// <summary>Reads requests' bodies, inflated, within a bound, the budget and a time.</summary>
internal sealed class BodyReader(InFlightBudget budget, TimeProvider time)
{
    /// <summary>
    /// How long a body may take, however it drips: what Node.js names for a server that stands behind no proxy (http, server.requestTimeout). Kestrel ends those below 240 bytes a second sooner.
    /// </summary>
    public static readonly TimeSpan LongestTime = TimeSpan.FromSeconds(120);

    /// <summary>Null when the whole body is in the buffer; otherwise how to answer.</summary>
    public async Task<Answer?> ReadAsync(HttpRequest request, int maxBytes, PooledBuffer body, CancellationToken cancellationToken)
    {
        var encoding = request.Headers.ContentEncoding.ToString();
        if (encoding.Length == 0 || encoding.Equals("identity", StringComparison.OrdinalIgnoreCase))
        {
            return await ReceiveAsync(request, maxBytes, body, cancellationToken);
        }

        if (!encoding.Equals("gzip", StringComparison.OrdinalIgnoreCase))
        {
            return Answer.Malformed;
        }

        // Inflated once it is whole, so that no inflater and its window wait for a slow sender.
        using var packed = new PooledBuffer(budget);
        return await ReceiveAsync(request, MostPacked(maxBytes), packed, cancellationToken) ?? Inflate(packed, maxBytes, body);
    }

    /// <summary>What cannot be made smaller becomes larger, by a seventh at most with zlib's odder settings (deflateBound), and the header may have a name.</summary>
    private static long MostPacked(int maxBytes) => (maxBytes * 8L / 7) + 1024;

    private static Answer? Take(ReadOnlySequence<byte> bytes, long maxBytes, PooledBuffer buffer)
    {
        if (buffer.Length + bytes.Length > maxBytes)
        {
            return Answer.TooLarge;
        }

        if (!buffer.Reserve((int)bytes.Length))
        {
            return Answer.Busy;
        }

        foreach (var segment in bytes)
        {
            buffer.Append(segment.Span);
        }

        return null;
    }

    private static Answer? Inflate(PooledBuffer packed, int maxBytes, PooledBuffer body)
    {
        body.Reserve(packed.Length);
        using var inflated = new GZipStream(packed.AsStream(), CompressionMode.Decompress);
        try
        {
            while (body.Room() is { Length: > 0 } room)
            {
                var read = inflated.Read(room);
                if (read == 0)
                {
                    return null;
                }

                body.Advance(read);
                if (body.Length > maxBytes)
                {
                    return Answer.TooLarge;
                }
            }

            return Answer.Busy;
        }
        catch (InvalidDataException)
        {
            return Answer.Malformed;
        }
    }

    private async Task<Answer?> ReceiveAsync(HttpRequest request, long maxBytes, PooledBuffer buffer, CancellationToken cancellationToken)
    {
        if (request.ContentLength > maxBytes)
        {
            return Answer.TooLarge;
        }

        using var limit = new CancellationTokenSource(LongestTime, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            while (true)
            {
                // By the pipe: nothing is rented before something has come.
                var result = await request.BodyReader.ReadAsync(either.Token);
                var problem = Take(result.Buffer, maxBytes, buffer);
                request.BodyReader.AdvanceTo(result.Buffer.End);
                if (problem is not null || result.IsCompleted)
                {
                    return problem;
                }
            }
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return Answer.TooSlow;
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status408RequestTimeout)
        {
            return Answer.TooSlow;
        }
    }
}
