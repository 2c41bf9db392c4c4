using System.Buffers;
using System.Numerics;

namespace ExtensibleWebhooks.Worker.Ingest;

/// <summary>
/// A buffer from the shared pool that grows as it is written, and reserves in the budget what it rents. Once the budget has no room for it, it is refused and takes nothing more: what is in it is
/// of no use then. After it is disposed nothing may hold its memory.
/// </summary>
internal sealed class PooledBuffer(InFlightBudget budget) : IDisposable
{
    private const int LeastBytes = 256;

    private byte[] _bytes = [];

    public int Length { get; private set; }

    /// <summary>Something did not fit into the budget.</summary>
    public bool IsRefused { get; private set; }

    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Length);

    /// <summary>What was written, to be read.</summary>
    public Stream AsStream() => new MemoryStream(_bytes, 0, Length, writable: false);

    /// <summary>Makes room for so many bytes at once. False: refused.</summary>
    public bool Reserve(int bytes)
    {
        if (!IsRefused && _bytes.Length - Length < bytes)
        {
            Grow(bytes);
        }

        return !IsRefused;
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (Reserve(bytes.Length))
        {
            bytes.CopyTo(_bytes.AsSpan(Length));
            Length += bytes.Length;
        }
    }

    /// <summary>At least one byte of room to write into, and <see cref="Advance"/> says how much was written; none when it is refused.</summary>
    public Span<byte> Room() => Reserve(1) ? _bytes.AsSpan(Length) : [];

    public void Advance(int bytes) => Length += bytes;

    /// <summary>Takes back what was written behind this length.</summary>
    public void Truncate(int length) => Length = length;

    public void Dispose()
    {
        Return(_bytes);
        _bytes = [];
        Length = 0;
    }

    private void Grow(int bytes)
    {
        // The sizes that the pool has, so that what is reserved is what is rented. Both are held while one is copied into the other.
        var size = BitOperations.RoundUpToPowerOf2((uint)Math.Max(LeastBytes, Math.Max(_bytes.Length * 2, Length + bytes)));
        if (!budget.TryReserve(size))
        {
            IsRefused = true;
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent((int)size);
        Written.Span.CopyTo(larger);
        Return(_bytes);
        _bytes = larger;
    }

    private void Return(byte[] bytes)
    {
        if (bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(bytes);
            budget.Release(bytes.Length);
        }
    }
}
