using ExtensibleWebhooks.Engine.Buffers;
using ExtensibleWebhooks.Engine.Events;
using ExtensibleWebhooks.Engine.Mappings.Nodes;
using ExtensibleWebhooks.Engine.Text;

namespace ExtensibleWebhooks.Engine.Mappings.Directives;

/// <summary>The text of a value's JSON; a missing value has none.</summary>
internal sealed class JsonEncodeNode(MappingNode value) : MappingNode
{
    public override bool Write(in EventValue payload, RenderContext context, ByteBuffer output)
    {
        var mark = context.Mark;
        var json = context.Take().Output;
        var written = value.Write(payload, context, json);
        if (written)
        {
            JsonText.WriteString(output, json.Written);
        }

        context.Release(mark);
        return written;
    }
}
