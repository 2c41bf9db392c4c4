using System.IO.Compression;

namespace ExtensibleWebhooks.Worker.Ingest;

/// <summary>Reads a request's body, inflated, within a bound.</summary>
internal static class RequestBody
{
    /// <summary>Null when the whole body is in the buffer; otherwise how to answer.</summary>
    public static async Task<Answer?> ReadAsync(HttpRequest request, int maxBytes, PooledBuffer buffer, CancellationToken cancellationToken)
    {
        var encoding = request.Headers.ContentEncoding.ToString();
        if (encoding.Length == 0 || encoding.Equals("identity", StringComparison.OrdinalIgnoreCase))
        {
            return request.ContentLength > maxBytes ? Answer.TooLarge : await ReadAsync(request.Body, maxBytes, buffer, cancellationToken);
        }

        if (!encoding.Equals("gzip", StringComparison.OrdinalIgnoreCase))
        {
            return Answer.Malformed;
        }

        await using var inflated = new GZipStream(request.Body, CompressionMode.Decompress, leaveOpen: true);
        try
        {
            return await ReadAsync(inflated, maxBytes, buffer, cancellationToken);
        }
        catch (InvalidDataException)
        {
            return Answer.Malformed;
        }
    }

    private static async Task<Answer?> ReadAsync(Stream stream, int maxBytes, PooledBuffer buffer, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await stream.ReadAsync(buffer.Room(), cancellationToken);
            if (read == 0)
            {
                return null;
            }

            buffer.Advance(read);
            if (buffer.Length > maxBytes)
            {
                return Answer.TooLarge;
            }
        }
    }
}
