using System.Text.Encodings.Web;
using ExtensibleWebhooks.Engine.Liquid.Expressions;
using Fluid;
using Fluid.Ast;

namespace ExtensibleWebhooks.Engine.Liquid.Tags;

/// <summary><c>{% assign name = value %}</c>.</summary>
internal sealed class AssignStatement(string name, LiquidExpression value) : Statement
{
    public override ValueTask<Completion> WriteToAsync(TextWriter writer, TextEncoder encoder, TemplateContext context)
    {
        var scope = ((LiquidContext)context).Scope;
        scope.Assign(name, value.Evaluate(scope));
        return Normal();
    }
}
