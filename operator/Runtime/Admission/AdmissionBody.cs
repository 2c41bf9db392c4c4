using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;

namespace ExtensibleWebhooks.Runtime.Admission;

/// <summary>
/// The body of one question, read whole. Anybody in the cluster can reach the port: a small body is read beside any number of others, so that who sends slowly keeps no place
/// from them, and of the large ones a few at once. None may come slowly.
/// </summary>
/// <param name="request">Not read yet.</param>
/// <param name="large">Places of large bodies, shared by all questions; one is held until this is disposed.</param>
/// <param name="time">Of the reading.</param>
internal sealed class AdmissionBody(HttpRequest request, SemaphoreSlim large, TimeProvider time) : IDisposable
{
    /// <summary>Bytes. The API server takes objects of up to 3 MiB, and an update carries two.</summary>
    public const int MaxSize = 7 * 1024 * 1024;

    /// <summary>Bytes. Nearly every object is smaller.</summary>
    public const int MaxSmallSize = 256 * 1024;

    /// <summary>For a body to come, not counting what it waits for a place: the API server sends one in milliseconds.</summary>
    public static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(3);

    private bool _isLarge;

    /// <summary>Null where there is more than <see cref="MaxSize"/>.</summary>
    /// <exception cref="OperationCanceledException">The token's, or the body took longer than <see cref="MaxTime"/>.</exception>
    public async Task<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellationToken)
    {
        if (request.ContentLength > MaxSize)
        {
            return null;
        }

        using var timeout = new CancellationTokenSource(MaxTime, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        var reader = request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(linked.Token);
            if (read.Buffer.Length > MaxSize)
            {
                return null;
            }

            if (read.IsCompleted)
            {
                return Take(reader, read.Buffer);
            }

            if (read.Buffer.Length > MaxSmallSize && !_isLarge)
            {
                timeout.CancelAfter(Timeout.InfiniteTimeSpan);
                await large.WaitAsync(cancellationToken);
                _isLarge = true;
                timeout.CancelAfter(MaxTime);
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    public void Dispose()
    {
        if (_isLarge)
        {
            large.Release();
        }
    }

    private static ReadOnlyMemory<byte> Take(PipeReader reader, ReadOnlySequence<byte> buffer)
    {
        var bytes = buffer.ToArray();
        reader.AdvanceTo(buffer.End);
        return bytes;
    }
}
