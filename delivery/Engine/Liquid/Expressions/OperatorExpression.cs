using ExtensibleWebhooks.Engine.Liquid.Values;

namespace ExtensibleWebhooks.Engine.Liquid.Expressions;

/// <summary>Two values and an operator between them, or one value after <c>not</c>.</summary>
internal sealed class OperatorExpression(LiquidOperator @operator, LiquidExpression left, LiquidExpression right) : LiquidExpression
{
    public override LiquidValue Evaluate(LiquidScope scope) => LiquidValue.From(@operator switch
    {
        LiquidOperator.And => left.Evaluate(scope).ToBooleanValue() && right.Evaluate(scope).ToBooleanValue(),
        LiquidOperator.Or => left.Evaluate(scope).ToBooleanValue() || right.Evaluate(scope).ToBooleanValue(),
        LiquidOperator.Not => !right.Evaluate(scope).ToBooleanValue(),
        LiquidOperator.Equal => LiquidComparison.AreEqual(left.Evaluate(scope), right.Evaluate(scope), scope.Budget),
        LiquidOperator.NotEqual => !LiquidComparison.AreEqual(left.Evaluate(scope), right.Evaluate(scope), scope.Budget),
        LiquidOperator.Contains => LiquidComparison.Contains(left.Evaluate(scope), right.Evaluate(scope), scope.Budget),
        LiquidOperator.Greater => Compare(scope) > 0,
        LiquidOperator.GreaterOrEqual => Compare(scope) >= 0,
        LiquidOperator.Less => Compare(scope) < 0,
        LiquidOperator.LessOrEqual => Compare(scope) <= 0,
        _ => throw new InvalidOperationException($"There is no operator {@operator}."),
    });

    private int? Compare(LiquidScope scope) => LiquidComparison.Compare(left.Evaluate(scope), right.Evaluate(scope), scope.Budget);
}
