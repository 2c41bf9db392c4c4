using System.Text.Encodings.Web;
using ExtensibleWebhooks.Engine.Text;
using Fluid;
using Fluid.Ast;

namespace ExtensibleWebhooks.Engine.Liquid.Tags;

/// <summary><c>{% increment name %}</c> puts out the counter, then adds one; <c>{% decrement name %}</c> takes one off first.</summary>
internal sealed class CounterStatement(string name, int step) : Statement
{
    public override ValueTask<Completion> WriteToAsync(TextWriter writer, TextEncoder encoder, TemplateContext context)
    {
        var (before, after) = ((LiquidContext)context).Scope.Count(name, step);
        writer.Write(JsNumber.ToText(step > 0 ? before : after));
        return Normal();
    }
}
