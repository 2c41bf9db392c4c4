using ExtensibleWebhooks.Engine.Buffers;
using ExtensibleWebhooks.Engine.Events;
using ExtensibleWebhooks.Engine.Liquid.Values;
using ExtensibleWebhooks.Engine.Text;

namespace ExtensibleWebhooks.Engine.Liquid.Filters;

/// <summary>A value's JSON as JSON.stringify writes it, indented if asked; no value has none. Integers keep all their digits.</summary>
internal sealed class LiquidJson
{
    private const int MaxIndent = 10;

    private readonly ByteBuffer _output;
    private readonly byte[] _indent;
    private readonly LiquidBudget _budget;

    private LiquidJson(ByteBuffer output, string indent, LiquidBudget budget)
    {
        _output = output;
        _indent = Wtf8.GetBytes(indent);
        _budget = budget;
    }

    public static LiquidValue Write(LiquidValue value, LiquidArguments arguments, LiquidScope scope)
    {
        if (value.Kind == LiquidKind.Undefined)
        {
            return value;
        }

        using var output = new ByteBuffer();
        new LiquidJson(output, Indent(arguments[0]), scope.Budget).Write(value, 0);
        return output.Overflowed
            ? throw new LiquidFailure($"The filter json gives more than {ByteBuffer.MaxLength} bytes.")
            : LiquidValue.From(Wtf8.GetString(output.Written));
    }

    /// <summary>So many blanks, or a text itself, ten characters at most; else none.</summary>
    private static string Indent(LiquidValue value) => value.Kind switch
    {
        LiquidKind.Number => new string(' ', double.IsNaN(value.Number) ? 0 : (int)Math.Clamp(Math.Truncate(value.Number), 0, MaxIndent)),
        LiquidKind.Text => value.Text[..Math.Min(value.Text.Length, MaxIndent)],
        _ => "",
    };

    private void Write(LiquidValue value, int depth)
    {
        if (depth > LiquidLimits.MaxValueDepth)
        {
            throw new LiquidFailure($"An array has more than {LiquidLimits.MaxValueDepth} arrays inside each other.");
        }

        _budget.Use(LiquidLimits.ItemCost);
        switch (value.Kind)
        {
            case LiquidKind.Array:
                WriteArray(value, depth);
                break;
            case LiquidKind.Object:
                WriteObject(value, depth);
                break;
            case LiquidKind.Nil or LiquidKind.Empty or LiquidKind.Blank:
                // As in the reference, where the three are objects of their own.
                _output.Append("{}"u8);
                break;
            case LiquidKind.Text:
                _budget.Use(value.Text.Length);
                JsonText.WriteString(_output, Wtf8.GetBytes(value.Text));
                break;
            case LiquidKind.Number when value.Source.IsMissing:
                JsNumber.WriteJson(value.Number, _output);
                break;
            case LiquidKind.Number:
                EventJson.Write(value.Source, _output);
                break;
            default:
                _output.Append(value.IsTrue ? "true"u8 : value.IsFalse ? "false"u8 : "null"u8);
                break;
        }
    }

    private void WriteArray(LiquidValue value, int depth)
    {
        var items = value.Items(_budget);
        _output.Append((byte)'[');
        for (var i = 0; i < items.Count; i++)
        {
            Begin(i == 0, depth);
            Write(items[i], depth + 1);
        }

        End(items.Count == 0, ']', depth);
    }

    private void WriteObject(LiquidValue value, int depth)
    {
        var isEmpty = true;
        _output.Append((byte)'{');
        foreach (var member in value.Source.Members)
        {
            Begin(isEmpty, depth);
            isEmpty = false;
            _budget.Use(member.Name.Length);
            JsonText.WriteString(_output, member.Name);
            _output.Append(_indent.Length > 0 ? ": "u8 : ":"u8);
            Write(LiquidValue.From(member.Value), depth + 1);
        }

        End(isEmpty, '}', depth);
    }

    private void Begin(bool isFirst, int depth)
    {
        if (!isFirst)
        {
            _output.Append((byte)',');
        }

        NewLine(depth + 1);
    }

    private void End(bool isEmpty, char bracket, int depth)
    {
        if (!isEmpty)
        {
            NewLine(depth);
        }

        _output.Append((byte)bracket);
    }

    private void NewLine(int depth)
    {
        if (_indent.Length == 0)
        {
            return;
        }

        _budget.Use(depth * _indent.Length);
        _output.Append((byte)'\n');
        for (var i = 0; i < depth; i++)
        {
            _output.Append(_indent);
        }
    }
}
