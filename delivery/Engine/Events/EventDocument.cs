using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ExtensibleWebhooks.Engine.Buffers;

namespace ExtensibleWebhooks.Engine.Events;

/// <summary>
/// An event that was read once: a flat table over its own bytes, which must stay unchanged while the document is in use.
/// It is what JSON.parse would give: of members with one name the last counts, and members whose names are array indexes come first, in ascending order.
/// Read-only, so any number of threads may share it. <see cref="Dispose"/> gives the table back to a pool; a document whose last user is not known
/// may be left to the garbage collector instead.
/// </summary>
public sealed class EventDocument : IDisposable
{
    /// <summary>4 MiB: far above what ingest accepts (32 KiB by default), low enough for 32-bit positions and for bounded work.</summary>
    public const int MaxBytes = 4 * 1024 * 1024;

    /// <summary>Arrays and objects inside each other.</summary>
    public const int MaxDepth = 128;

    private byte[] _bytes = [];
    private int _offset;
    private EventToken[] _tokens = [];
    private ByteBuffer? _decoded;

    internal EventDocument()
    {
    }

    /// <summary>The whole event.</summary>
    public EventValue Root => new(this, 0);

    /// <summary>Bytes of its text and its table: what somebody keeps who keeps it.</summary>
    internal int Weight => TokenAt(0).Length + (TokenAt(0).Size * Unsafe.SizeOf<EventToken>());

    /// <summary>Reads an event. Never throws: whatever the bytes are, the result says what they hold or what is wrong with them.</summary>
    /// <param name="utf8">JSON, at most <see cref="MaxBytes"/>; not copied where it is an array's.</param>
    public static EventReadResult Parse(ReadOnlyMemory<byte> utf8)
    {
        var document = new EventDocument();
        if (document.Read(utf8) is not { } problem)
        {
            return new EventReadResult(document);
        }

        document.Dispose();
        return new EventReadResult(problem);
    }

    /// <summary>The event as JSON.stringify would write it, but for integers, which keep their digits; a copy.</summary>
    public byte[] ToBytes()
    {
        using var output = new ByteBuffer();
        EventJson.Write(Root, output);
        return output.Written.ToArray();
    }

    /// <summary>What text with escapes means; the reader writes it, one text after the other.</summary>
    internal ByteBuffer DecodedText => _decoded ??= new ByteBuffer();

    /// <summary>No value of the document may be used afterwards.</summary>
    public void Dispose()
    {
        if (_tokens.Length > 0)
        {
            ArrayPool<EventToken>.Shared.Return(_tokens);
            _tokens = [];
        }

        _decoded?.Dispose();
        _bytes = [];
    }

    /// <summary>Reads anew into the same tables; returns what is wrong, or null.</summary>
    internal EventProblem? Read(ReadOnlyMemory<byte> utf8)
    {
        if (utf8.Length > MaxBytes)
        {
            return new EventProblem($"The event has {utf8.Length} bytes; at most {MaxBytes} are accepted.", MaxBytes);
        }

        var array = MemoryMarshal.TryGetArray(utf8, out var segment) ? segment : new ArraySegment<byte>(utf8.ToArray());
        _bytes = array.Array ?? [];
        _offset = array.Offset;

        _decoded?.Clear();

        var reader = new EventReader(this, array.AsSpan(), _tokens);
        var problem = reader.Read();
        _tokens = reader.Tokens;
        return problem;
    }

    internal ref readonly EventToken TokenAt(int row) => ref _tokens[row];

    /// <summary>The content of a text or a name, the raw text of anything else.</summary>
    internal ReadOnlySpan<byte> TextOf(in EventToken token) => (token.Traits & EventTokenTraits.Decoded) == 0
        ? new ReadOnlySpan<byte>(_bytes, _offset + token.Start, token.Length)
        : _decoded!.Written.Slice(token.Start, token.Length); // A decoded row exists only where the reader made the buffer.

    /// <summary>The raw text of a canonical row, a text's quotes included.</summary>
    internal ReadOnlySpan<byte> RawOf(in EventToken token) => token.Kind == EventValueKind.Text
        ? new ReadOnlySpan<byte>(_bytes, _offset + token.Start - 1, token.Length + 2)
        : new ReadOnlySpan<byte>(_bytes, _offset + token.Start, token.Length);
}
