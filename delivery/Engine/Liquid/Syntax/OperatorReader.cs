using ExtensibleWebhooks.Engine.Liquid.Expressions;
using ExtensibleWebhooks.Engine.Liquid.Values;

namespace ExtensibleWebhooks.Engine.Liquid.Syntax;

/// <summary>
/// Values with operators between them. As in liquidjs, comparisons bind tightest, then <c>not</c>, then <c>and</c> and <c>or</c> alike;
/// of operators that bind alike the last comes first.
/// </summary>
internal sealed class OperatorReader(TokenReader tokens, Func<LiquidExpression?> readValue)
{
    private const int Negation = 1;

    /// <summary>Those that start like another come before it.</summary>
    private static readonly (string Text, LiquidOperator Operator, int Precedence)[] Operators =
    [
        ("==", LiquidOperator.Equal, 2),
        ("!=", LiquidOperator.NotEqual, 2),
        (">=", LiquidOperator.GreaterOrEqual, 2),
        ("<=", LiquidOperator.LessOrEqual, 2),
        (">", LiquidOperator.Greater, 2),
        ("<", LiquidOperator.Less, 2),
        ("contains", LiquidOperator.Contains, 2),
        ("and", LiquidOperator.And, 0),
        ("or", LiquidOperator.Or, 0),
    ];

    private static readonly ConstantExpression NoValue = new(LiquidValue.Undefined);

    private readonly Stack<LiquidExpression> _values = new();
    private readonly Stack<(LiquidOperator Operator, int Precedence)> _operators = new();

    public LiquidExpression Read()
    {
        ReadOperand();
        while (Operator() is { } found)
        {
            while (_operators.TryPeek(out var last) && last.Precedence > found.Precedence)
            {
                Apply();
            }

            _operators.Push(found);
            ReadOperand();
        }

        while (_operators.Count > 0)
        {
            Apply();
        }

        return _values.Pop();
    }

    private void ReadOperand()
    {
        while (tokens.TakeWord("not"))
        {
            if (_operators.TryPeek(out var last) && last.Precedence > Negation)
            {
                throw tokens.Error("not cannot stand after a comparison; write it before the values that are compared.");
            }

            _operators.Push((LiquidOperator.Not, Negation));
        }

        var found = tokens.Found();
        if (Operator() is not null)
        {
            throw tokens.Error($"Expected a value, found the operator {found}.");
        }

        _values.Push(readValue() ?? throw tokens.Error($"Expected a value, found {found}."));
    }

    private (LiquidOperator Operator, int Precedence)? Operator()
    {
        foreach (var (text, @operator, precedence) in Operators)
        {
            if (tokens.TakeWord(text))
            {
                return (@operator, precedence);
            }
        }

        return null;
    }

    private void Apply()
    {
        var (@operator, _) = _operators.Pop();
        var right = _values.Pop();
        _values.Push(new OperatorExpression(@operator, @operator == LiquidOperator.Not ? NoValue : _values.Pop(), right));
    }
}
