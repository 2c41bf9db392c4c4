using ExtensibleWebhooks.Engine.Liquid.Values;
using Fluid;
using Fluid.Ast;
using Fluid.Values;

namespace ExtensibleWebhooks.Engine.Liquid.Expressions;

/// <summary>An expression of a template, for Fluid's statements to ask. Immutable; all at once.</summary>
internal abstract class LiquidExpression : Expression
{
    public abstract LiquidValue Evaluate(LiquidScope scope);

    public sealed override ValueTask<FluidValue> EvaluateAsync(TemplateContext context) => new(Evaluate(((LiquidContext)context).Scope));
}
