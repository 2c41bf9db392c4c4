using System.Buffers;

namespace ExtensibleWebhooks.Engine.Buffers;

/// <summary>
/// A growing, pooled run of bytes that can be cut back, so that a writer may put down a member's name and take it away again.
/// Beyond <see cref="MaxLength"/> it keeps nothing and says so (<see cref="Overflowed"/>) instead of throwing: what a user's event or mapping can cause is a value.
/// Not for several threads at once.
/// </summary>
internal sealed class ByteBuffer : IDisposable
{
    /// <summary>8 MiB: twice the largest batch that a mapping may ask for, far above any single request.</summary>
    public const int MaxLength = 8 * 1024 * 1024;

    private const int InitialLength = 1024;

    /// <summary>256 KiB: a buffer that one large body has made larger is not kept for the small ones after it.</summary>
    private const int MaxRetained = 256 * 1024;

    private byte[] _bytes = [];

    /// <summary>Bytes written so far.</summary>
    public int Length { get; private set; }

    /// <summary>More than <see cref="MaxLength"/> bytes were written since <see cref="Clear"/>; the content is of no use.</summary>
    public bool Overflowed { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    /// <summary>As <see cref="Written"/>; valid until the next write.</summary>
    public ReadOnlyMemory<byte> WrittenMemory => _bytes.AsMemory(0, Length);

    public void Clear()
    {
        Length = 0;
        Overflowed = false;
        if (_bytes.Length > MaxRetained)
        {
            Release();
        }
    }

    /// <summary>Forgets everything after the first <paramref name="length"/> bytes.</summary>
    public void Truncate(int length) => Length = Math.Min(Length, length);

    /// <summary>Room for at least <paramref name="size"/> bytes after what is written; <see cref="Advance"/> keeps them.</summary>
    public Span<byte> GetSpan(int size)
    {
        if (_bytes.Length - Length < size)
        {
            Grow(size);
        }

        return _bytes.AsSpan(Length);
    }

    public void Advance(int size) => Length += size;

    public void Append(byte value)
    {
        if (Length == _bytes.Length)
        {
            Grow(1);
        }

        _bytes[Length++] = value;
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(GetSpan(bytes.Length));
        Length += bytes.Length;
    }

    public void Dispose()
    {
        Clear();
        Release();
    }

    private void Release()
    {
        if (_bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = [];
        }
    }

    private void Grow(int size)
    {
        if (Length > MaxLength - size)
        {
            Overflowed = true;
            Length = 0;
            if (_bytes.Length >= size)
            {
                return;
            }
        }

        var bytes = ArrayPool<byte>.Shared.Rent(Math.Max(InitialLength, Math.Max(_bytes.Length * 2, Length + size)));
        Written.CopyTo(bytes);
        if (_bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
        }

        _bytes = bytes;
    }
}
