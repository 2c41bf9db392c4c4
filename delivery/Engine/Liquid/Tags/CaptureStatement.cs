using System.Text.Encodings.Web;
using ExtensibleWebhooks.Engine.Liquid.Values;
using Fluid;
using Fluid.Ast;

namespace ExtensibleWebhooks.Engine.Liquid.Tags;

/// <summary><c>{% capture name %}…{% endcapture %}</c>: what the block gives is assigned, not put out.</summary>
internal sealed class CaptureStatement(string name, IReadOnlyList<Statement> statements) : TagStatement(statements)
{
    public override ValueTask<Completion> WriteToAsync(TextWriter writer, TextEncoder encoder, TemplateContext context)
    {
        var scope = ((LiquidContext)context).Scope;
        using var output = new LiquidOutput(scope.Budget);
        var completion = StatementRunner.Run(Statements, output, encoder, context);
        scope.Assign(name, LiquidValue.From(output.ToString()));
        return new ValueTask<Completion>(completion);
    }
}
