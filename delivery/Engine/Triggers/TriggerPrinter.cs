using System.Text;
using ExtensibleWebhooks.Engine.Triggers.Ast;
using ExtensibleWebhooks.Engine.Triggers.Syntax;

namespace ExtensibleWebhooks.Engine.Triggers;

/// <summary>The canonical text of a trigger: one space between words, double quotes where they can be, only the parentheses that it needs. Reading it gives the same tree.</summary>
internal static class TriggerPrinter
{
    private enum Binding
    {
        Or,
        And,
        Not,
    }

    public static string Print(TriggerExpression expression)
    {
        var output = new StringBuilder();
        Print(expression, Binding.Or, output);
        return output.ToString();
    }

    public static string Print(TriggerOperand operand)
    {
        var output = new StringBuilder();
        Print(operand, output);
        return output.ToString();
    }

    private static void Print(TriggerExpression expression, Binding atLeast, StringBuilder output)
    {
        var parentheses = BindingOf(expression) < atLeast;
        output.Append(parentheses ? "(" : "");
        switch (expression)
        {
            case AllExpression:
                output.Append(TriggerKeywords.All);
                break;
            case NotExpression not:
                output.Append('!');
                Print(not.Inner, Binding.Not, output);
                break;
            case AndExpression and:
                Print(and.Left, Binding.And, output);
                output.Append(" and ");
                Print(and.Right, Binding.Not, output);
                break;
            case OrExpression or:
                Print(or.Left, Binding.Or, output);
                output.Append(" or ");
                Print(or.Right, Binding.And, output);
                break;
            case TestExpression test:
                Print(test.Operand, output);
                break;
            case InExpression membership:
                Print(membership.Item, output);
                output.Append(" in ");
                Print(membership.List, output);
                break;
            case ComparisonExpression comparison:
                Print(comparison.Left, output);
                output.Append(' ').Append(ComparisonOperators.TextOf(comparison.Operator)).Append(' ');
                Print(comparison.Right, output);
                break;
            default:
                throw new InvalidOperationException($"There is no expression {expression.GetType().Name}.");
        }

        output.Append(parentheses ? ")" : "");
    }

    private static Binding BindingOf(TriggerExpression expression) => expression switch
    {
        OrExpression => Binding.Or,
        AndExpression => Binding.And,
        _ => Binding.Not,
    };

    private static void Print(TriggerOperand operand, StringBuilder output)
    {
        switch (operand)
        {
            case FieldOperand field:
                PrintField(field, output);
                break;
            case CallOperand call:
                output.Append(call.Function);
                PrintAll('(', call.Arguments, ')', output);
                break;
            case ListLiteral list:
                PrintAll('[', list.Items, ']', output);
                break;
            case TextLiteral text:
                PrintText(text.Value, output);
                break;
            case NumberLiteral number:
                output.Append(number.Text);
                break;
            case BooleanLiteral boolean:
                output.Append(boolean.Text);
                break;
            case NullLiteral:
                output.Append(TriggerKeywords.Null);
                break;
            default:
                throw new InvalidOperationException($"There is no operand {operand.GetType().Name}.");
        }
    }

    private static void PrintAll(char open, IReadOnlyList<TriggerOperand> operands, char close, StringBuilder output)
    {
        output.Append(open);
        for (var i = 0; i < operands.Count; i++)
        {
            output.Append(i > 0 ? ", " : "");
            Print(operands[i], output);
        }

        output.Append(close);
    }

    private static void PrintField(FieldOperand field, StringBuilder output)
    {
        for (var i = 0; i < field.Segments.Count; i++)
        {
            var segment = field.Segments[i];
            var keyword = field.Segments.Count == 1 && TriggerKeywords.IsReserved(segment);
            output.Append(i > 0 ? "." : "");
            for (var j = 0; j < segment.Length; j++)
            {
                // A first key that starts with a digit could be read as a number.
                var first = i == 0 && j == 0;
                var plain = first ? (char.IsLetter(segment[j]) || segment[j] == '_') && !keyword : char.IsLetterOrDigit(segment[j]) || segment[j] is '_' or '-';
                output.Append(plain ? "" : "\\").Append(segment[j]);
            }
        }
    }

    private static void PrintText(string text, StringBuilder output)
    {
        if (!text.Contains('"', StringComparison.Ordinal))
        {
            output.Append('"').Append(text).Append('"');
        }
        else if (!text.Contains('\'', StringComparison.Ordinal))
        {
            output.Append('\'').Append(text).Append('\'');
        }
        else
        {
            // Both kinds of quotes can only have come from a word with escapes.
            foreach (var character in text)
            {
                output.Append('\\').Append(character);
            }
        }
    }
}
