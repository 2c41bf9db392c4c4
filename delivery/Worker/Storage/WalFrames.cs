using System.Buffers.Binary;

namespace ExtensibleWebhooks.Worker.Storage;

/// <summary>
/// The frames of a write-ahead log, read as https://www.sqlite.org/fileformat2.html#walformat describes them. A frame's checksum goes over those before it, so a frame is
/// verified against what its predecessor says of itself: what stands behind a damaged frame can be told from what was never written.
/// </summary>
internal sealed class WalFrames : IDisposable
{
    private const int HeaderBytes = 32;
    private const int FrameHeaderBytes = 24;
    private const uint BigEndianMagic = 0x377f0683;

    private readonly FileStream _file;
    private readonly byte[] _frame;
    private readonly bool _isBigEndian;

    /// <summary>Of this round of the file: frames of an earlier one have others.</summary>
    private ulong? _salts;

    /// <summary>What the frame read last, at first the header, says its checksum is.</summary>
    private (uint First, uint Second) _said;

    private WalFrames(FileStream file, byte[] header)
    {
        _file = file;
        _said = Pair(header.AsSpan(24));
        var isBigEndian = BinaryPrimitives.ReadUInt32BigEndian(header) == BigEndianMagic;
        IsHeaderValid = Sum((0, 0), header.AsSpan(0, 24), isBigEndian) == _said;

        // A header that is damaged says nothing: the frames are this machine's and this store's, and the first one is of the newest round.
        _isBigEndian = IsHeaderValid && isBigEndian;
        _salts = IsHeaderValid ? BinaryPrimitives.ReadUInt64BigEndian(header.AsSpan(16)) : null;
        _frame = new byte[FrameHeaderBytes + (IsHeaderValid ? (int)BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(8)) : StoreConnections.PageBytes)];
    }

    public bool IsHeaderValid { get; }

    /// <summary>Where the frame that was read last begins.</summary>
    public long Start { get; private set; }

    /// <summary>It belongs to this round, and follows on the frame before it as that one stands there.</summary>
    public bool IsValid { get; private set; }

    /// <summary>It says that it ends a transaction of this round.</summary>
    public bool IsCommit { get; private set; }

    /// <summary>Null when the file has no frames. It throws <see cref="IOException"/>.</summary>
    public static WalFrames? Open(string path)
    {
        if (new FileInfo(path) is not { Exists: true, Length: > HeaderBytes })
        {
            return null;
        }

        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1 << 16, FileOptions.SequentialScan);
        var header = new byte[HeaderBytes];
        file.ReadExactly(header);
        return new WalFrames(file, header);
    }

    /// <summary>Reads the next frame; false at the end.</summary>
    public bool Read()
    {
        Start = _file.Position;
        if (_file.ReadAtLeast(_frame, _frame.Length, throwOnEndOfStream: false) < _frame.Length)
        {
            return false;
        }

        var before = _said;
        _said = Pair(_frame.AsSpan(16));
        var salts = BinaryPrimitives.ReadUInt64BigEndian(_frame.AsSpan(8));
        _salts ??= salts;
        IsCommit = salts == _salts && BinaryPrimitives.ReadUInt32BigEndian(_frame.AsSpan(4)) != 0;
        IsValid = salts == _salts && Sum(Sum(before, _frame.AsSpan(0, 8), _isBigEndian), _frame.AsSpan(FrameHeaderBytes), _isBigEndian) == _said;
        return true;
    }

    public void Dispose() => _file.Dispose();

    private static (uint First, uint Second) Pair(ReadOnlySpan<byte> bytes) => (BinaryPrimitives.ReadUInt32BigEndian(bytes), BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]));

    private static (uint First, uint Second) Sum((uint First, uint Second) sum, ReadOnlySpan<byte> bytes, bool isBigEndian)
    {
        var (first, second) = sum;
        for (; bytes.Length > 0; bytes = bytes[8..])
        {
            first += Word(bytes, isBigEndian) + second;
            second += Word(bytes[4..], isBigEndian) + first;
        }

        return (first, second);
    }

    private static uint Word(ReadOnlySpan<byte> bytes, bool isBigEndian) =>
        isBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
}
