using System.Buffers;

namespace ExtensibleWebhooks.Worker.Sending;

/// <summary>Reads an answer's body so far as it is worth it: the start is kept for a person, the rest only makes the connection free again.</summary>
internal static class ResponseBody
{
    /// <summary>The kept start, null when empty. A body that fails or does not end is cut where it did; the answer counts without it.</summary>
    public static async ValueTask<byte[]?> ReadAsync(HttpContent content, bool keep, CancellationToken cancellationToken)
    {
        // An empty body, the usual answer of a receiver, costs nothing.
        if (content.Headers.ContentLength == 0)
        {
            return null;
        }

        // The first half is what is kept, the second what is read and forgotten.
        var buffer = ArrayPool<byte>.Shared.Rent(SendLimits.KeptBodyBytes * 2);
        try
        {
            var kept = await DrainAsync(content, buffer, cancellationToken);
            return keep && kept > 0 ? buffer[..kept] : null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>All of it; empty when it breaks off or is longer than <see cref="SendLimits.AnswerBytes"/>.</summary>
    public static async ValueTask<ReadOnlyMemory<byte>> ReadAllAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var whole = new ArrayBufferWriter<byte>();
        try
        {
            var stream = await content.ReadAsStreamAsync(cancellationToken);
            while (whole.WrittenCount <= SendLimits.AnswerBytes)
            {
                var read = await stream.ReadAsync(whole.GetMemory(SendLimits.KeptBodyBytes), cancellationToken);
                if (read == 0)
                {
                    return whole.WrittenMemory;
                }

                whole.Advance(read);
            }
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            // As below.
        }

        return default;
    }

    private static async ValueTask<int> DrainAsync(HttpContent content, byte[] buffer, CancellationToken cancellationToken)
    {
        var kept = 0;
        var total = 0;
        try
        {
            var stream = await content.ReadAsStreamAsync(cancellationToken);
            while (total < SendLimits.ReadBodyBytes)
            {
                var isKept = kept < SendLimits.KeptBodyBytes;
                var start = isKept ? kept : SendLimits.KeptBodyBytes;
                var length = isKept ? SendLimits.KeptBodyBytes - kept : SendLimits.KeptBodyBytes;
                var read = await stream.ReadAsync(buffer.AsMemory(start, length), cancellationToken);
                if (read == 0)
                {
                    break;
                }

                total += read;
                kept += isKept ? read : 0;
            }
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            // The status line has been read and is the answer; what the body lacks changes nothing. The caller sees its own cancellation by the token.
        }

        return kept;
    }
}
