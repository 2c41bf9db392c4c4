using ExtensibleWebhooks.Engine.Events;
using ExtensibleWebhooks.Engine.Text;
using ExtensibleWebhooks.Engine.Triggers.Ast;

namespace ExtensibleWebhooks.Engine.Triggers.Predicates;

/// <summary>Is a value this literal? Same type and equal; null is also what is missing.</summary>
internal sealed class LiteralMatcher
{
    private readonly EventValueKind _kind;
    private readonly byte[] _text = [];
    private readonly double _number;

    /// <param name="literal">The literal.</param>
    /// <param name="asText">Numbers and booleans are meant as the text that they are written as.</param>
    public LiteralMatcher(TriggerOperand literal, bool asText)
    {
        switch (literal)
        {
            case TextLiteral text:
                (_kind, _text) = (EventValueKind.Text, Wtf8.GetBytes(text.Value));
                break;
            case NumberLiteral number when asText:
                (_kind, _text) = (EventValueKind.Text, Wtf8.GetBytes(number.Text));
                break;
            case BooleanLiteral boolean when asText:
                (_kind, _text) = (EventValueKind.Text, Wtf8.GetBytes(boolean.Text));
                break;
            case NumberLiteral:
                // The lexer makes number literals only of numbers.
                (_kind, _number) = (EventValueKind.Number, TriggerNumber.Of(literal) ?? double.NaN);
                break;
            case BooleanLiteral boolean:
                _kind = boolean.Value ? EventValueKind.True : EventValueKind.False;
                break;
            case NullLiteral:
                _kind = EventValueKind.Null;
                break;
            default:
                throw new InvalidOperationException($"There is no literal {literal.GetType().Name}.");
        }
    }

    public bool Matches(in EventValue value) => _kind switch
    {
        EventValueKind.Null => value.IsMissingOrNull,
        EventValueKind.Text => value.Kind == EventValueKind.Text && value.Text(stackalloc byte[Wtf8.SurrogateLength]).SequenceEqual(_text),
        EventValueKind.Number => value.Kind == EventValueKind.Number && value.GetNumber() == _number,
        _ => value.Kind == _kind,
    };
}
