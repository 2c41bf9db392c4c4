using System.Text.Encodings.Web;
using ExtensibleWebhooks.Engine.Liquid.Expressions;
using ExtensibleWebhooks.Engine.Liquid.Values;
using Fluid;
using Fluid.Ast;

namespace ExtensibleWebhooks.Engine.Liquid.Tags;

/// <summary><c>{% cycle 'group': 'a', 'b' %}</c>: at each place the next of the values.</summary>
internal sealed class CycleStatement(LiquidExpression? group, IReadOnlyList<LiquidExpression> values) : Statement
{
    public override ValueTask<Completion> WriteToAsync(TextWriter writer, TextEncoder encoder, TemplateContext context)
    {
        var scope = ((LiquidContext)context).Scope;
        var name = LiquidConversions.ToJsText(group?.Evaluate(scope) ?? LiquidValue.Undefined, scope.Budget);
        var value = values[scope.Turn(name, values.Count)].Evaluate(scope);
        // As in the reference, 0 and false are not put out.
        if (LiquidConversions.IsJsTrue(value))
        {
            ((LiquidOutput)writer).Write(value);
        }

        return Normal();
    }
}
