using System.Buffers;
using System.Text;
using ExtensibleWebhooks.Engine.Liquid.Values;

namespace ExtensibleWebhooks.Engine.Liquid;

/// <summary>Where Fluid's statements write to: a bounded text in pooled memory. All at once, so no task of it is ever pending.</summary>
internal sealed class LiquidOutput(LiquidBudget budget) : TextWriter
{
    private const int InitialLength = 256;

    private char[] _text = [];
    private int _length;

    public override Encoding Encoding => Encoding.Unicode;

    /// <summary>Valid until the next write.</summary>
    public ReadOnlySpan<char> Written => _text.AsSpan(0, _length);

    public override void Write(char value) => Write([value]);

    public override void Write(string? value) => Write(value.AsSpan());

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(ReadOnlySpan<char> buffer)
    {
        budget.Use(buffer.Length);
        if (_length + buffer.Length > LiquidLimits.MaxOutput)
        {
            throw new LiquidFailure($"The template gives more than {LiquidLimits.MaxOutput} characters; let it take less of the event, for instance by truncate.");
        }

        if (_length + buffer.Length > _text.Length)
        {
            Grow(_length + buffer.Length);
        }

        buffer.CopyTo(_text.AsSpan(_length));
        _length += buffer.Length;
    }

    public void Write(LiquidValue value) => Write(LiquidConversions.ToText(value, budget));

    public override Task WriteAsync(char value)
    {
        Write(value);
        return Task.CompletedTask;
    }

    public override Task WriteAsync(string? value)
    {
        Write(value);
        return Task.CompletedTask;
    }

    public override Task WriteAsync(ReadOnlyMemory<char> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return Task.CompletedTask;
    }

    public override Task FlushAsync() => Task.CompletedTask;

    public override string ToString() => new(Written);

    protected override void Dispose(bool disposing)
    {
        if (_text.Length > 0)
        {
            ArrayPool<char>.Shared.Return(_text);
            _text = [];
            _length = 0;
        }

        base.Dispose(disposing);
    }

    private void Grow(int needed)
    {
        var text = ArrayPool<char>.Shared.Rent(Math.Max(needed, Math.Max(InitialLength, _text.Length * 2)));
        Written.CopyTo(text);
        if (_text.Length > 0)
        {
            ArrayPool<char>.Shared.Return(_text);
        }

        _text = text;
    }
}
