using ExtensibleWebhooks.Crds.Validation;
using ExtensibleWebhooks.Engine.Text;
using ExtensibleWebhooks.Engine.Triggers.Ast;
using ExtensibleWebhooks.Engine.Triggers.Functions;

namespace ExtensibleWebhooks.Engine.Triggers.Syntax;

/// <summary>
/// One condition:
/// <code>
/// condition := call | left operator right
/// left      := field | call
/// right     := text | number | "true" | "false" | "null" | word
/// call      := name "(" [ argument { "," argument } ] ")"
/// argument  := left | right
/// </code>
/// Types are checked here too, where the tokens are still at hand.
/// </summary>
internal sealed class ConditionParser(TokenCursor tokens, TriggerProblems problems)
{
    private const string Operators = "=, !=, <, <=, > or >=";

    /// <summary>Null: there is no condition here; the problem is reported.</summary>
    public TriggerExpression? Parse()
    {
        var start = tokens.Current;
        var left = ParseLeft();
        if (left is null)
        {
            return null;
        }

        if (tokens.Current.Kind == TriggerTokenKind.Operator)
        {
            return ParseComparison(left, new TriggerPosition(start.Offset));
        }

        if (left is CallOperand call)
        {
            return new TestExpression(call, new TriggerPosition(start.Offset));
        }

        return ReportNoOperator(start);
    }

    private TriggerOperand? ParseLeft()
    {
        var token = tokens.Current;
        if (token.Kind == TriggerTokenKind.Word && tokens.Next.Kind == TriggerTokenKind.Open && !IsReserved(token))
        {
            return ParseCall();
        }

        if (token.Kind == TriggerTokenKind.Word && !IsReserved(token))
        {
            return ParseField();
        }

        var remedy = token.Kind is TriggerTokenKind.Text or TriggerTokenKind.Number ? "the field stands on the left and the value on the right"
            : IsReserved(token) && tokens.Next.Kind == TriggerTokenKind.Operator ? $"write a field of that name as \\{token.Source}"
            : "write a field, such as event or properties.total, or a function, such as contains(event, \"Order\")";
        problems.Add(token.Offset, $"Found {token.Description}, expected a condition; {remedy}.");
        return null;
    }

    private FieldOperand? ParseField()
    {
        var token = tokens.Take();
        if (token.Segments.Contains(""))
        {
            problems.Add(token.Offset, $"Found {token.Description}, expected a field; a dot in it has nothing before or after it.");
            return null;
        }

        return new FieldOperand(token.Segments, new TriggerPosition(token.Offset));
    }

    private CallOperand? ParseCall()
    {
        var name = tokens.Take();
        tokens.Take();
        if (ParseArguments(name) is { } arguments)
        {
            var call = new CallOperand(name.Value, arguments, new TriggerPosition(name.Offset));
            return Check(call) ? call : null;
        }

        tokens.SkipCondition();
        tokens.TryTake(TriggerTokenKind.Close);
        return null;
    }

    private List<TriggerOperand>? ParseArguments(TriggerToken name)
    {
        var arguments = new List<TriggerOperand>();
        while (tokens.Current.Kind is not (TriggerTokenKind.Close or TriggerTokenKind.End))
        {
            if (arguments.Count > 0 && !tokens.TryTake(TriggerTokenKind.Comma))
            {
                problems.Add(tokens.Current.Offset, $"Found {tokens.Current.Description}, expected a comma or ) in the arguments of {name.Value}.");
                return null;
            }

            if (ParseArgument(arguments.Count == 0) is not { } argument)
            {
                return null;
            }

            arguments.Add(argument);
        }

        if (tokens.TryTake(TriggerTokenKind.Close))
        {
            return arguments;
        }

        problems.Add(tokens.Current.Offset, $"Found {tokens.Current.Description}, expected ) after the arguments of {name.Value}.");
        return null;
    }

    private bool Check(CallOperand call)
    {
        if (TriggerFunctions.Find(call.Function) is { } function)
        {
            var mistake = function.Check(call);
            if (mistake is not null)
            {
                problems.Add(mistake.At.Offset, mistake.Message);
            }

            return mistake is null;
        }

        if (TriggerFunctions.Later.Contains(call.Function))
        {
            problems.Add(call.At.Offset, $"The function {call.Function} is not supported by this version.", DiagnosticKind.NotSupported);
        }
        else
        {
            problems.Add(call.At.Offset, $"Found `{call.Function}(`, expected a function{NearMiss.Suggest(call.Function, TriggerFunctions.Names)}. There are {string.Join(", ", TriggerFunctions.Names)}.");
        }

        return false;
    }

    private TriggerOperand? ParseArgument(bool first) =>
        first && tokens.Current.Kind == TriggerTokenKind.Word ? ParseLeft() : ParseLiteral();

    private ComparisonExpression? ParseComparison(TriggerOperand left, TriggerPosition at)
    {
        var token = tokens.Take();
        // The lexer makes operators only of texts that are in the table.
        var comparison = ComparisonOperators.Parse(token.Value) ?? ComparisonOperator.Equal;
        if (ParseLiteral() is not { } right)
        {
            return null;
        }

        if (ComparisonOperators.IsOrder(comparison) && TriggerNumber.Of(right) is null)
        {
            problems.Add(right.At.Offset, $"{token.Value} compares numbers; expected a number on its right, such as 10 or \"10\".");
            return null;
        }

        return new ComparisonExpression(left, comparison, right, at);
    }

    private TriggerOperand? ParseLiteral()
    {
        var token = tokens.Current;
        var at = new TriggerPosition(token.Offset);
        TriggerOperand? literal = token.Kind switch
        {
            TriggerTokenKind.Text => new TextLiteral(token.Value, at),
            TriggerTokenKind.Number => new NumberLiteral(token.Value, at),
            TriggerTokenKind.Word when token.Is(TriggerKeywords.Null) => new NullLiteral(at),
            TriggerTokenKind.Word when token.Is(TriggerKeywords.True) || token.Is(TriggerKeywords.False) => new BooleanLiteral(token.Is(TriggerKeywords.True), at),
            TriggerTokenKind.Word when !IsReserved(token) && tokens.Next.Kind != TriggerTokenKind.Open => new TextLiteral(token.Value, at),
            _ => null,
        };
        if (literal is null)
        {
            var remedy = token.Kind == TriggerTokenKind.Word && IsReserved(token) ? $"; for the word itself write \"{token.Source}\"" : "";
            problems.Add(token.Offset, $"Found {token.Description}, expected a value: text in quotes, a number, true, false or null{remedy}.");
            if (tokens.Next.Kind is TriggerTokenKind.End or TriggerTokenKind.Close)
            {
                // A word that was meant as the value, not as a connective.
                tokens.Take();
            }

            return null;
        }

        tokens.Take();
        return literal;
    }

    private TriggerExpression? ReportNoOperator(TriggerToken field)
    {
        var token = tokens.Current;
        if (token.Is(TriggerKeywords.In))
        {
            problems.Add(token.Offset, "The operator in is not supported by this version; write the comparisons out and join them with or.", DiagnosticKind.NotSupported);
            return null;
        }

        var remedy = TriggerFunctions.Find(token.Value) is { } function ? $"; write {function.Signature}"
            : token.Value.ToUpperInvariant() is "IS" or "EQ" or "EQUALS" ? "; write ="
            : NearMiss.Suggest(field.Source, [TriggerKeywords.Not, TriggerKeywords.All]) is { Length: > 0 } suggestion ? suggestion
            : "";
        problems.Add(token.Offset, $"Found {token.Description}, expected one of {Operators} after {field.Source}{remedy}.");
        return null;
    }

    private static bool IsReserved(TriggerToken token) => TriggerKeywords.IsReserved(token.Source) && !(token.Is(TriggerKeywords.All) || token.Is(TriggerKeywords.In));
}
