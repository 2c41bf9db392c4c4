using ExtensibleWebhooks.Engine.Buffers;
using ExtensibleWebhooks.Engine.Mappings;

namespace ExtensibleWebhooks.Engine.Requests;

/// <summary>
/// Room for one request at a time: what <see cref="CompiledMapping.Render"/> fills in, and the buffers it works in. Meant to be kept and used again,
/// by one thread at a time; <see cref="Dispose"/> gives the buffers back to their pool.
/// </summary>
public sealed class RenderedRequest : IDisposable
{
    private RequestTarget? _target;

    /// <summary>Where the request goes, and with which headers.</summary>
    /// <exception cref="InvalidOperationException">Nothing was rendered, or rendering gave an error.</exception>
    public RequestTarget Target
    {
        get => _target ?? throw new InvalidOperationException("There is no request: nothing was rendered, or rendering gave an error.");
        internal set => _target = value;
    }

    /// <summary>The mapping's data gave a value. Without, the request has no body and no content type.</summary>
    public bool HasBody { get; internal set; }

    /// <summary>JSON in JavaScript's own form, or a form (<see cref="RequestTarget.IsForm"/>); valid until the next rendering.</summary>
    public ReadOnlyMemory<byte> Body => HasBody ? Output.WrittenMemory : default;

    internal ByteBuffer Output { get; } = new();

    internal RenderContext Context { get; } = new();

    /// <summary>Why what was written is of no use; null: it is.</summary>
    internal RenderError? Failure =>
        Context.Failure is { } failure ? new RenderError(RenderErrorKind.Mapping, failure)
        : Output.Overflowed ? new RenderError(RenderErrorKind.TooLarge, $"The body is larger than {ByteBuffer.MaxLength} bytes.")
        : null;

    public void Dispose()
    {
        Reset();
        Output.Dispose();
        Context.Dispose();
    }

    internal void Reset()
    {
        _target = null;
        HasBody = false;
        Output.Clear();
        Context.Reset();
    }
}
