using ExtensibleWebhooks.Engine.Buffers;
using ExtensibleWebhooks.Engine.Events;
using ExtensibleWebhooks.Engine.Liquid;
using ExtensibleWebhooks.Engine.Mappings.Nodes;
using ExtensibleWebhooks.Engine.Text;

namespace ExtensibleWebhooks.Engine.Mappings.Directives;

/// <summary><c>{"@liquid": "Hello {{ traits.name | capitalize }}"}</c>: what a Liquid template gives for the payload, always a text.</summary>
internal sealed class LiquidDirective(LiquidTemplate template, string place) : MappingNode
{
    public static MappingNode Compile(EventValue argument, string place, MappingBuilder builder)
    {
        if (argument.GetText() is not { } text)
        {
            return builder.Report(place, $"Expected a Liquid template as a text, such as \"{{{{ event | upcase }}}}\", found {ValueNames.Of(argument.Kind)}.");
        }

        var (template, problems) = LiquidCompiler.Compile(text);
        foreach (var problem in problems)
        {
            builder.Report(place, problem.Message, problem.Line, problem.Column);
        }

        return template is null ? new MissingNode() : new LiquidDirective(template, place);
    }

    public override bool Write(in EventValue payload, RenderContext context, ByteBuffer output)
    {
        var mark = context.Mark;
        var text = context.Take().Output;
        if (template.Render(payload, context.Received, text) is { } failure)
        {
            context.Fail($"{place}: {failure}");
        }

        JsonText.WriteString(output, text.Written);
        context.Release(mark);
        return true;
    }
}
