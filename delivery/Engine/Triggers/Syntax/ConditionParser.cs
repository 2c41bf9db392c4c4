using ExtensibleWebhooks.Crds.Validation;
using ExtensibleWebhooks.Engine.Triggers.Ast;
using ExtensibleWebhooks.Engine.Triggers.Functions;

namespace ExtensibleWebhooks.Engine.Triggers.Syntax;

/// <summary>
/// One condition:
/// <code>
/// condition := left | left operator literal | left "in" list | literal "in" left
/// left      := field | call
/// literal   := text | number | "true" | "false" | "null" | word
/// list      := "[" [ literal { "," literal } ] "]"
/// call      := name "(" [ left { "," literal } ] ")"
/// </code>
/// Types are checked here too, where the tokens are still at hand.
/// </summary>
internal sealed class ConditionParser(TokenCursor tokens, TriggerProblems problems)
{
    private const string Operators = "=, !=, <, <=, >, >= or in";

    /// <summary>Null: there is no condition here; the problem is reported.</summary>
    public TriggerExpression? Parse()
    {
        var start = tokens.Current;
        var at = new TriggerPosition(start.Offset);
        var left = tokens.Next.Is(TriggerKeywords.In) && IsLiteral(start) ? ParseLiteral() : ParseLeft();
        if (left is null)
        {
            return null;
        }

        return tokens.Current switch
        {
            { Kind: TriggerTokenKind.Operator } => ParseComparison(left, at),
            var token when token.Is(TriggerKeywords.In) => ParseIn(left, at),
            var token when EndsCondition(token) && left is CallOperand or FieldOperand { IsAlwaysText: false } => ParseTest(left, at),
            _ => ReportNoOperator(start, left),
        };
    }

    private TestExpression? ParseTest(TriggerOperand left, TriggerPosition at)
    {
        if (left is CallOperand call && TriggerFunctions.Find(call.Function) is { IsCondition: false })
        {
            problems.Add(call.At.Offset, $"{call.Function} gives a value, not a condition; compare it, as in {call.Function}(properties.total) = \"…\".");
            return null;
        }

        return new TestExpression(left, at);
    }

    private InExpression? ParseIn(TriggerOperand item, TriggerPosition at)
    {
        tokens.Take();
        if (tokens.Current.Kind == TriggerTokenKind.OpenList)
        {
            if (!TriggerFunctions.IsSource(item))
            {
                problems.Add(at.Offset, "With a list on the right of in, expected a field on its left.");
                return null;
            }

            return ParseList() is { } list ? new InExpression(item, list, at) : null;
        }

        if (item is FieldOperand or CallOperand)
        {
            problems.Add(tokens.Current.Offset, $"Found {tokens.Current.Description}, expected a list such as [\"a\", \"b\"] after in; a text on the left of in needs quotes.");
            return null;
        }

        if (ParseLeft() is not { } field)
        {
            return null;
        }

        if (!TriggerFunctions.IsSource(field))
        {
            problems.Add(field.At.Offset, "Expected a field that holds a list after in.");
            return null;
        }

        return new InExpression(item, field, at);
    }

    private ListLiteral? ParseList()
    {
        var open = tokens.Take();
        var items = new List<TriggerOperand>();
        while (tokens.Current.Kind != TriggerTokenKind.CloseList)
        {
            if (items.Count > 0 && !tokens.TryTake(TriggerTokenKind.Comma))
            {
                problems.Add(tokens.Current.Offset, $"Found {tokens.Current.Description}, expected a comma or ] in the list.");
                return null;
            }

            if (ParseLiteral() is not { } item)
            {
                return null;
            }

            items.Add(item);
        }

        tokens.Take();
        return new ListLiteral(items, new TriggerPosition(open.Offset));
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

        problems.Add(call.At.Offset, $"Found `{call.Function}(`, expected a function{NearMiss.Hint(call.Function, TriggerFunctions.Names)}. There are {string.Join(", ", TriggerFunctions.Names)}.");
        return false;
    }

    private TriggerOperand? ParseArgument(bool first) =>
        first && tokens.Current.Kind == TriggerTokenKind.Word ? ParseLeft() : ParseLiteral();

    private ComparisonExpression? ParseComparison(TriggerOperand left, TriggerPosition at)
    {
        var token = tokens.Take();
        // The lexer makes operators only of texts that are in the table.
        var comparison = ComparisonOperators.Parse(token.Value) ?? ComparisonOperator.Equal;
        if (left is CallOperand call && TriggerFunctions.Find(call.Function) is { IsValue: false })
        {
            problems.Add(token.Offset, $"{call.Function} is a condition by itself and cannot be compared; for its negation write !{call.Function}(…).");
            return null;
        }

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

    private TriggerExpression? ReportNoOperator(TriggerToken start, TriggerOperand left)
    {
        var token = tokens.Current;
        var remedy = TriggerFunctions.Find(token.Value) is { IsCondition: true } function ? $"; write {function.Signature}"
            : token.Value.ToUpperInvariant() is "IS" or "EQ" or "EQUALS" ? "; write ="
            : left is FieldOperand ? NearMiss.Hint(start.Source, [TriggerKeywords.Not, TriggerKeywords.All])
            : "";
        problems.Add(token.Offset, $"Found {token.Description}, expected one of {Operators} after {start.Source}{remedy}.");
        return null;
    }

    private static bool EndsCondition(TriggerToken token) =>
        token.Kind is TriggerTokenKind.End or TriggerTokenKind.Close || token.Is(TriggerKeywords.And) || token.Is(TriggerKeywords.Or);

    private static bool IsLiteral(TriggerToken token) =>
        token.Kind is TriggerTokenKind.Text or TriggerTokenKind.Number || token.Is(TriggerKeywords.True) || token.Is(TriggerKeywords.False) || token.Is(TriggerKeywords.Null);

    private static bool IsReserved(TriggerToken token) => TriggerKeywords.IsReserved(token.Source) && !(token.Is(TriggerKeywords.All) || token.Is(TriggerKeywords.In));
}
