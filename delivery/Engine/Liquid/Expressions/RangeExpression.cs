using ExtensibleWebhooks.Engine.Liquid.Values;

namespace ExtensibleWebhooks.Engine.Liquid.Expressions;

/// <summary><c>(1..5)</c>: the numbers from the first to the last; none if one of the two is no number.</summary>
internal sealed class RangeExpression(LiquidExpression from, LiquidExpression to) : LiquidExpression
{
    public override LiquidValue Evaluate(LiquidScope scope)
    {
        var first = LiquidConversions.ToNumber(from.Evaluate(scope), scope.Budget);
        var end = LiquidConversions.ToNumber(to.Evaluate(scope), scope.Budget) + 1;
        if (!(first < end))
        {
            return LiquidValue.From([]);
        }

        var count = Math.Ceiling(end - first);
        scope.Budget.Use(count < long.MaxValue / LiquidLimits.ItemCost ? (long)count * LiquidLimits.ItemCost : long.MaxValue);
        var numbers = new List<LiquidValue>((int)count);
        for (var number = first; number < end; number++)
        {
            numbers.Add(LiquidValue.From(number));
        }

        return LiquidValue.From(numbers);
    }
}
