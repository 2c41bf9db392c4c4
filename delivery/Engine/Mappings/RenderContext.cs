using ExtensibleWebhooks.Engine.Buffers;
using ExtensibleWebhooks.Engine.Events;
using ExtensibleWebhooks.Engine.Mappings.Nodes;

namespace ExtensibleWebhooks.Engine.Mappings;

/// <summary>
/// What one rendering needs beside the mapping and the event: scratch room, which is kept for the next rendering, and the first failure.
/// Scratch rooms are a stack: a node that writes leaves none in use, a node that resolves may, since its value lives there.
/// </summary>
internal sealed class RenderContext : IDisposable
{
    private readonly List<Scratch> _scratches = [];
    private int _inUse;

    /// <summary>Why the event cannot be rendered; null as long as it can. Nodes go on after a failure, their result does not count.</summary>
    public string? Failure { get; private set; }

    /// <summary>When the event was received, as its text; missing if it does not say.</summary>
    public EventValue Received { get; set; }

    /// <summary>How many scratch rooms are in use, to <see cref="Release"/> those that come later.</summary>
    public int Mark => _inUse;

    public void Reset()
    {
        _inUse = 0;
        Failure = null;
    }

    public void Fail(string message) => Failure ??= message;

    public Scratch Take()
    {
        if (_inUse == _scratches.Count)
        {
            _scratches.Add(new Scratch());
        }

        var scratch = _scratches[_inUse++];
        scratch.Output.Clear();
        return scratch;
    }

    public void Release(int mark) => _inUse = mark;

    /// <summary>Lets the node write its value into scratch room and reads it there.</summary>
    public EventValue Materialize(MappingNode node, in EventValue payload)
    {
        var scratch = Take();
        return node.Write(payload, this, scratch.Output) ? Read(scratch) : default;
    }

    /// <summary>Reads what is written into scratch room. It has to be JSON; that it is too much is a failure.</summary>
    public EventValue Read(Scratch scratch)
    {
        if (!scratch.Output.Overflowed && scratch.Document.Read(scratch.Output.WrittenMemory) is null)
        {
            return scratch.Document.Root;
        }

        Fail($"A value of the mapping is too large: at most {EventDocument.MaxBytes} bytes and {EventDocument.MaxDepth} levels are possible.");
        return default;
    }

    public void Dispose()
    {
        foreach (var scratch in _scratches)
        {
            scratch.Output.Dispose();
            scratch.Document.Dispose();
        }

        _scratches.Clear();
        Reset();
    }

    /// <summary>A buffer, and a document to read what was written into it.</summary>
    internal sealed class Scratch
    {
        public ByteBuffer Output { get; } = new();

        public EventDocument Document { get; } = new();
    }
}
