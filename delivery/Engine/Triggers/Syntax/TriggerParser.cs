using ExtensibleWebhooks.Engine.Triggers.Ast;

namespace ExtensibleWebhooks.Engine.Triggers.Syntax;

/// <summary>
/// Recursive descent over the tokens:
/// <code>
/// trigger   := or
/// or        := and { "or" and }
/// and       := not { "and" not }
/// not       := { "!" | "not" } primary
/// primary   := "(" or ")" | "all" | condition
/// </code>
/// (conditions: <see cref="ConditionParser"/>). A condition that is wrong is reported and skipped, so that one reading reports all of them.
/// </summary>
internal sealed class TriggerParser
{
    /// <summary>Parentheses and negations inside each other.</summary>
    public const int MaxDepth = 32;

    private readonly TokenCursor _tokens;
    private readonly TriggerProblems _problems;
    private readonly ConditionParser _conditions;
    private int _depth;
    private bool _saidUnclosed;

    private TriggerParser(TokenCursor tokens, TriggerProblems problems)
    {
        _tokens = tokens;
        _problems = problems;
        _conditions = new ConditionParser(tokens, problems);
    }

    /// <summary>The tree; without use if there are problems.</summary>
    public static TriggerExpression Parse(string text, TriggerProblems problems)
    {
        var parser = new TriggerParser(new TokenCursor(TriggerLexer.Read(text, problems)), problems);
        var expression = parser.ParseOr();
        while (parser._tokens.Current.Kind != TriggerTokenKind.End)
        {
            // Only a parenthesis too many stops the descent early.
            problems.Add(parser._tokens.Current.Offset, $"Found {parser._tokens.Current.Description}, which closes nothing; expected and, or or the end of the trigger.");
            parser._tokens.Take();
            parser.ParseRest(expression);
        }

        return expression;
    }

    private TriggerExpression ParseOr() => ParseRest(ParseAnd());

    private TriggerExpression ParseRest(TriggerExpression left)
    {
        while (true)
        {
            if (_tokens.TryTake(TriggerKeywords.Or))
            {
                left = new OrExpression(left, ParseAnd(), left.At);
            }
            else if (_tokens.TryTake(TriggerKeywords.And))
            {
                // Only after a parenthesis too many.
                left = new AndExpression(left, ParseNot(), left.At);
            }
            else if (_tokens.Current.Kind is TriggerTokenKind.End or TriggerTokenKind.Close)
            {
                return left;
            }
            else if (ReportMissingConnective())
            {
                left = new AndExpression(left, ParseNot(), left.At);
            }
        }
    }

    private TriggerExpression ParseAnd()
    {
        var left = ParseNot();
        while (_tokens.TryTake(TriggerKeywords.And))
        {
            left = new AndExpression(left, ParseNot(), left.At);
        }

        return left;
    }

    private TriggerExpression ParseNot()
    {
        var token = _tokens.Current;
        if (token.Kind != TriggerTokenKind.Not && !token.Is(TriggerKeywords.Not))
        {
            return ParsePrimary();
        }

        if (!Enter(token))
        {
            return new AllExpression(At(token));
        }

        _tokens.Take();
        var inner = ParseNot();
        _depth--;
        return new NotExpression(inner, At(token));
    }

    private TriggerExpression ParsePrimary()
    {
        var token = _tokens.Current;
        if (token.Kind == TriggerTokenKind.Open)
        {
            return ParseGroup();
        }

        if (token.Is(TriggerKeywords.All) && _tokens.Next.Kind is not (TriggerTokenKind.Operator or TriggerTokenKind.Open))
        {
            _tokens.Take();
            return new AllExpression(At(token));
        }

        if (_conditions.Parse() is { } condition)
        {
            return condition;
        }

        _tokens.SkipCondition();
        return new AllExpression(At(token));
    }

    private TriggerExpression ParseGroup()
    {
        var open = _tokens.Current;
        if (!Enter(open))
        {
            return new AllExpression(At(open));
        }

        _tokens.Take();
        var inner = ParseOr();
        if (!_tokens.TryTake(TriggerTokenKind.Close) && !_saidUnclosed)
        {
            _saidUnclosed = true;
            _problems.Add(open.Offset, $"The parenthesis that opens here is not closed; found {_tokens.Current.Description}, expected ).");
        }

        _depth--;
        return inner;
    }

    private bool Enter(TriggerToken token)
    {
        if (_depth < MaxDepth)
        {
            _depth++;
            return true;
        }

        _saidUnclosed = true;
        _problems.Add(token.Offset, $"Parentheses and negations are nested deeper than {MaxDepth}; write a flatter trigger.");
        while (_tokens.Current.Kind != TriggerTokenKind.End)
        {
            _tokens.Take();
        }

        return false;
    }

    /// <summary>Returns whether a condition follows.</summary>
    private bool ReportMissingConnective()
    {
        var token = _tokens.Current;
        var lower = token.Source.ToLowerInvariant();
        var isConnective = lower is TriggerKeywords.And or TriggerKeywords.Or;
        var startsCondition = token.Kind is TriggerTokenKind.Open or TriggerTokenKind.Not || _tokens.Next.Kind is TriggerTokenKind.Operator or TriggerTokenKind.Open;
        var remedy = isConnective ? $"{lower} is written in small letters"
            : token.Kind is TriggerTokenKind.Word && !startsCondition ? "a value of several words needs quotes"
            : "join conditions with and or or";
        _problems.Add(token.Offset, $"Found {token.Description}, expected and, or or the end of the trigger; {remedy}.");
        if (isConnective)
        {
            _tokens.Take();
        }
        else if (!startsCondition)
        {
            // The rest of a value without quotes, or something out of place: not worth a second message.
            _tokens.Take();
            _tokens.SkipCondition();
            return false;
        }

        return true;
    }

    private static TriggerPosition At(TriggerToken token) => new(token.Offset);
}
