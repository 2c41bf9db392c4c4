using ExtensibleWebhooks.Engine.Buffers;
using ExtensibleWebhooks.Engine.Events;

namespace ExtensibleWebhooks.Engine.Mappings.Nodes;

/// <summary>A node that finds its value, so that writing it is copying it.</summary>
internal abstract class ResolvingNode : MappingNode
{
    public sealed override bool Write(in EventValue payload, RenderContext context, ByteBuffer output)
    {
        var mark = context.Mark;
        var value = Resolve(payload, context);
        if (!value.IsMissing)
        {
            EventJson.Write(value, output);
        }

        context.Release(mark);
        return !value.IsMissing;
    }

    public abstract override EventValue Resolve(in EventValue payload, RenderContext context);
}
