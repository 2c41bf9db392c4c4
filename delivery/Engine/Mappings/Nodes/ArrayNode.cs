using ExtensibleWebhooks.Engine.Buffers;
using ExtensibleWebhooks.Engine.Events;

namespace ExtensibleWebhooks.Engine.Mappings.Nodes;

/// <summary>An array; where a value is missing stands null, so that the others keep their places.</summary>
internal sealed class ArrayNode(MappingNode[] items) : MappingNode
{
    public override bool Write(in EventValue payload, RenderContext context, ByteBuffer output)
    {
        output.Append((byte)'[');
        for (var i = 0; i < items.Length; i++)
        {
            if (i > 0)
            {
                output.Append((byte)',');
            }

            if (!items[i].Write(payload, context, output))
            {
                output.Append("null"u8);
            }
        }

        output.Append((byte)']');
        return true;
    }
}
