using ExtensibleWebhooks.Engine.Events;
using ExtensibleWebhooks.Engine.Mappings.Nodes;
using ExtensibleWebhooks.Engine.Text;

namespace ExtensibleWebhooks.Engine.Mappings.Directives;

/// <summary>The value that a text spells in JSON; a text that is no JSON, and what is no text, stays as it is.</summary>
internal sealed class JsonDecodeNode(MappingNode value) : ResolvingNode
{
    public override EventValue Resolve(in EventValue payload, RenderContext context)
    {
        var found = value.Resolve(payload, context);
        if (found.Kind != EventValueKind.Text)
        {
            return found;
        }

        var scratch = context.Take();
        scratch.Output.Append(found.Text(stackalloc byte[Wtf8.SurrogateLength]));
        return scratch.Document.Read(scratch.Output.WrittenMemory) is null ? scratch.Document.Root : found;
    }
}
