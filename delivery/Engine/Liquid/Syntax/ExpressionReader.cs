using ExtensibleWebhooks.Engine.Liquid.Expressions;
using ExtensibleWebhooks.Engine.Liquid.Filters;
using ExtensibleWebhooks.Engine.Liquid.Values;

namespace ExtensibleWebhooks.Engine.Liquid.Syntax;

/// <summary>
/// Reads liquidjs's expressions, which are more than Fluid's: values of any kind with members, operators of any number with <c>not</c> among them, filters everywhere.
/// </summary>
internal sealed class ExpressionReader(TokenReader tokens, LiquidProblems problems)
{
    private static readonly Dictionary<string, LiquidValue> Literals = new()
    {
        ["true"] = LiquidValue.True,
        ["false"] = LiquidValue.False,
        ["nil"] = LiquidValue.Nil,
        ["null"] = LiquidValue.Nil,
        ["empty"] = LiquidValue.Empty,
        ["blank"] = LiquidValue.Blank,
    };

    /// <summary>Operators and filters, up to the end.</summary>
    public LiquidExpression Filtered()
    {
        var expression = new OperatorReader(tokens, Value).Read();
        while (tokens.Take('|'))
        {
            expression = Filter(expression);
        }

        if (!tokens.AtEnd)
        {
            throw tokens.Error($"Expected | or the end of the tag, found {tokens.Found()}.");
        }

        return expression;
    }

    /// <summary>A single value; null if there is none here.</summary>
    public LiquidExpression? Value()
    {
        tokens.SkipBlanks();
        var start = (LiquidExpression?)Literal() ?? (LiquidExpression?)Range() ?? Number();
        var members = Members(start is null);
        return members.Count == 0 ? start : new PathExpression(start, members);
    }

    /// <summary>A single value, which has to be here.</summary>
    public LiquidExpression RequiredValue() => Value() ?? throw tokens.Error($"Expected a value, found {tokens.Found()}.");

    /// <summary>The members that stand here, the first of them a name or in brackets; none if none does.</summary>
    public List<LiquidExpression> Members(bool startsHere)
    {
        var members = new List<LiquidExpression>();
        while (true)
        {
            if (tokens.Current == '[')
            {
                members.Add(Bracketed());
            }
            else if (startsHere && members.Count == 0 && tokens.Name() is { Length: > 0 } first)
            {
                members.Add(new ConstantExpression(LiquidValue.From(first)));
            }
            else if (tokens.Current == '.' && tokens.Peek(1) != '.')
            {
                tokens.Advance();
                if (tokens.Name() is not { Length: > 0 } name)
                {
                    throw tokens.Error($"Expected a name after the dot, found {tokens.Found()}.");
                }

                members.Add(new ConstantExpression(LiquidValue.From(name)));
            }
            else
            {
                return members;
            }
        }
    }

    private LiquidExpression Bracketed()
    {
        tokens.Advance();
        tokens.Enter();
        var member = RequiredValue();
        tokens.Close();
        tokens.Leave();
        return member;
    }

    private ConstantExpression? Literal()
    {
        foreach (var (name, value) in Literals)
        {
            if (tokens.TakeWord(name))
            {
                return new ConstantExpression(value);
            }
        }

        return tokens.Quoted() is { } text ? new ConstantExpression(LiquidValue.From(text)) : null;
    }

    private ConstantExpression? Number() => tokens.Number() is { } number ? new ConstantExpression(LiquidValue.From(number)) : null;

    private RangeExpression? Range()
    {
        if (!tokens.Take('('))
        {
            return null;
        }

        tokens.Enter();
        var from = RequiredValue();
        if (!tokens.TakeWord(".."))
        {
            throw tokens.Error($"Expected .. as in (1..5), found {tokens.Found()}; conditions take no parentheses.");
        }

        var to = RequiredValue();
        if (!tokens.Take(')'))
        {
            throw tokens.Error($"Expected ) as in (1..5), found {tokens.Found()}.");
        }

        tokens.Leave();
        return new RangeExpression(from, to);
    }

    private FilterExpression Filter(LiquidExpression input)
    {
        tokens.SkipBlanks();
        var place = tokens.Position;
        var name = tokens.Name();
        if (name.Length == 0)
        {
            throw tokens.Error($"Expected the name of a filter after |, found {tokens.Found()}.");
        }

        var arguments = Arguments();
        var filter = FilterTable.Find(name, arguments.Count, out var problem);
        if (problem is not null)
        {
            problems.Add(place, problem);
        }

        return new FilterExpression(input, filter, arguments);
    }

    private List<(string? Name, LiquidExpression Value)> Arguments()
    {
        var arguments = new List<(string? Name, LiquidExpression Value)>();
        if (!tokens.Take(':'))
        {
            return arguments;
        }

        do
        {
            tokens.SkipBlanks();
            var place = tokens.Position;
            if (Value() is not { } value)
            {
                continue;
            }

            var end = tokens.Position;
            arguments.Add(tokens.Take(':') ? (tokens.TextBetween(place, end), RequiredValue()) : (null, value));
        }
        while (tokens.Take(','));
        return arguments;
    }
}
