using System.Text.Encodings.Web;
using Fluid;
using Fluid.Ast;

namespace ExtensibleWebhooks.Engine.Liquid.Tags;

/// <summary><c>{% block name %}…{% endblock %}</c>: there are no layouts to fill it in, so it is what stands in it.</summary>
internal sealed class BlockStatement(IReadOnlyList<Statement> statements) : TagStatement(statements)
{
    public override ValueTask<Completion> WriteToAsync(TextWriter writer, TextEncoder encoder, TemplateContext context) =>
        new(StatementRunner.Run(Statements, writer, encoder, context));
}
