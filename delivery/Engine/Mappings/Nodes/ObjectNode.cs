using ExtensibleWebhooks.Engine.Buffers;
using ExtensibleWebhooks.Engine.Events;

namespace ExtensibleWebhooks.Engine.Mappings.Nodes;

/// <summary>An object; members whose value is missing are left out, and one without any is {}.</summary>
internal sealed class ObjectNode(ObjectMember[] members) : MappingNode
{
    public override bool Write(in EventValue payload, RenderContext context, ByteBuffer output)
    {
        output.Append((byte)'{');
        var first = true;
        foreach (var member in members)
        {
            var start = output.Length;
            if (!first)
            {
                output.Append((byte)',');
            }

            output.Append(member.Prefix);
            if (member.Value.Write(payload, context, output))
            {
                first = false;
            }
            else
            {
                output.Truncate(start);
            }
        }

        output.Append((byte)'}');
        return true;
    }
}
