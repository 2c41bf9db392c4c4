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
    private readonly string _indent;
    private readonly LiquidBudget _budget;

    private LiquidJson(ByteBuffer output, string indent, LiquidBudget budget)
    {
        _output = output;
        _indent = indent;
        _budget = budget;
    }

    public static LiquidValue Write(LiquidValue value, LiquidArguments arguments, LiquidScope scope)
    {
        if (value.Kind == LiquidKind.Undefined)
        {
            return value;
        }

        using var output = new ByteBuffer();
        new LiquidJson(output, Indent(arguments[0]), scope.Budget).Write(value, "\n", 0);
        return LiquidValue.From(Wtf8.GetString(output.Written));
    }

    /// <summary>So many blanks, or a text itself, ten at most; else none.</summary>
    private static string Indent(LiquidValue value) => value.Kind switch
    {
        LiquidKind.Number => new string(' ', (int)Math.Clamp(Math.Truncate(value.Number), 0, MaxIndent)),
        LiquidKind.Text => value.Text[..Math.Min(value.Text.Length, MaxIndent)],
        _ => "",
    };

    private void Write(LiquidValue value, string newLine, int depth)
    {
        if (depth > LiquidLimits.MaxValueDepth)
        {
            throw new LiquidFailure($"An array has more than {LiquidLimits.MaxValueDepth} arrays inside each other.");
        }

        var before = _output.Length;
        switch (value.Kind)
        {
            case LiquidKind.Array:
                Begin((byte)'[');
                Group(value.Items(_budget).Select(item => (Action)(() => Write(item.Kind == LiquidKind.Undefined ? LiquidValue.Null : item, newLine + _indent, depth + 1))), ']', newLine);
                break;
            case LiquidKind.Object:
                Begin((byte)'{');
                Group(Members(value.Source, newLine, depth), '}', newLine);
                break;
            case LiquidKind.Nil or LiquidKind.Empty or LiquidKind.Blank:
                _output.Append("{}"u8);
                break;
            case LiquidKind.Text:
                JsonText.WriteString(_output, Wtf8.GetBytes(value.Text));
                break;
            case LiquidKind.Number when value.Source.IsMissing:
                JsNumber.WriteJson(value.Number, _output);
                break;
            case LiquidKind.Number:
                EventJson.Write(value.Source, _output);
                break;
            default:
                _output.Append(value.Kind == LiquidKind.Null ? "null"u8 : value.IsTrue ? "true"u8 : "false"u8);
                break;
        }

        _budget.Use(value.Kind is LiquidKind.Array or LiquidKind.Object ? 1 : _output.Length - before);
    }

    private void Begin(byte bracket) => _output.Append(bracket);

    private IEnumerable<Action> Members(EventValue value, string newLine, int depth)
    {
        foreach (var member in value.Members)
        {
            yield return () =>
            {
                JsonText.WriteString(_output, member.Name);
                _output.Append(_indent.Length > 0 ? ": "u8 : ":"u8);
                _budget.Use(member.Name.Length);
                Write(LiquidValue.From(member.Value), newLine + _indent, depth + 1);
            };
        }
    }

    private void Group(IEnumerable<Action> parts, char end, string newLine)
    {
        var first = true;
        foreach (var part in parts)
        {
            if (!first)
            {
                _output.Append((byte)',');
            }

            first = false;
            NewLine(newLine + _indent);
            part();
        }

        if (!first)
        {
            NewLine(newLine);
        }

        _output.Append((byte)end);
    }

    private void NewLine(string text)
    {
        if (_indent.Length > 0)
        {
            _budget.Use(text.Length);
            _output.Append(Wtf8.GetBytes(text));
        }
    }
}
