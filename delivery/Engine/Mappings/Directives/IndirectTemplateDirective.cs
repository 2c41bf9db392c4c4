using ExtensibleWebhooks.Engine.Buffers;
using ExtensibleWebhooks.Engine.Events;
using ExtensibleWebhooks.Engine.Mappings.Nodes;
using ExtensibleWebhooks.Engine.Mappings.Templates;

namespace ExtensibleWebhooks.Engine.Mappings.Directives;

/// <summary><c>{"@template": {"@path": "$.properties.greeting"}}</c>: the event brings the template. No text there is a failure of the event.</summary>
internal sealed class IndirectTemplateDirective(MappingNode argument, string place) : MappingNode
{
    public override bool Write(in EventValue payload, RenderContext context, ByteBuffer output)
    {
        var mark = context.Mark;
        var value = argument.Resolve(payload, context);
        var text = value.GetText();
        if (text is null)
        {
            context.Fail($"{place}: expected a text, got {ValueNames.Of(value.Kind)}.");
        }

        context.Release(mark);
        TemplateDirective.Write(Template.Parse(text ?? ""), payload, context, output);
        return true;
    }
}
