using ExtensibleWebhooks.Engine.Liquid.Values;

namespace ExtensibleWebhooks.Engine.Liquid.Expressions;

/// <summary>A text, a number, true, false, nil, empty or blank.</summary>
internal sealed class ConstantExpression(LiquidValue value) : LiquidExpression
{
    public LiquidValue Value => value;

    public override LiquidValue Evaluate(LiquidScope scope) => value;
}
