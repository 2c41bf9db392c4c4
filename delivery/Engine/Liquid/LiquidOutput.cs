using System.Text;
using ExtensibleWebhooks.Engine.Liquid.Values;

namespace ExtensibleWebhooks.Engine.Liquid;

/// <summary>Where Fluid's statements write to: a bounded text. All at once, so no task of it is ever pending.</summary>
internal sealed class LiquidOutput(LiquidBudget budget) : TextWriter
{
    private readonly StringBuilder _text = new();

    public override Encoding Encoding => Encoding.Unicode;

    public override void Write(char value)
    {
        Reserve(1);
        _text.Append(value);
    }

    public override void Write(string? value)
    {
        Reserve(value?.Length ?? 0);
        _text.Append(value);
    }

    public override void Write(char[] buffer, int index, int count)
    {
        Reserve(count);
        _text.Append(buffer, index, count);
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
        Reserve(buffer.Length);
        _text.Append(buffer.Span);
        return Task.CompletedTask;
    }

    public override Task FlushAsync() => Task.CompletedTask;

    public override string ToString() => _text.ToString();

    private void Reserve(int length)
    {
        budget.Use(length);
        if (_text.Length + length > LiquidLimits.MaxOutput)
        {
            throw new LiquidFailure($"The template gives more than {LiquidLimits.MaxOutput} characters; let it take less of the event, for instance by truncate.");
        }
    }
}
