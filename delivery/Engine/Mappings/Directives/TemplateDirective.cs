using ExtensibleWebhooks.Engine.Buffers;
using ExtensibleWebhooks.Engine.Events;
using ExtensibleWebhooks.Engine.Mappings.Nodes;
using ExtensibleWebhooks.Engine.Mappings.Templates;
using ExtensibleWebhooks.Engine.Text;

namespace ExtensibleWebhooks.Engine.Mappings.Directives;

/// <summary><c>{"@template": "Hello {{traits.name}}"}</c>: a text with values of the payload in it.</summary>
internal sealed class TemplateDirective(Template template) : MappingNode
{
    public static MappingNode Compile(EventValue argument, string place, MappingBuilder builder) => argument.GetText() is { } text
        ? new TemplateDirective(Template.Parse(text))
        : new IndirectTemplateDirective(builder.BuildDirective(argument, place), place);

    public override bool Write(in EventValue payload, RenderContext context, ByteBuffer output)
    {
        Write(template, payload, context, output);
        return true;
    }

    public static void Write(Template template, in EventValue payload, RenderContext context, ByteBuffer output)
    {
        // By way of the plain text, since only together may its pieces be a character.
        var mark = context.Mark;
        var text = context.Take().Output;
        template.Append(payload, text);
        JsonText.WriteString(output, text.Written);
        context.Release(mark);
    }
}
