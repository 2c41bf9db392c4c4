using ExtensibleWebhooks.Engine.Buffers;
using ExtensibleWebhooks.Engine.Events;
using ExtensibleWebhooks.Engine.Mappings.Nodes;

namespace ExtensibleWebhooks.Engine.Mappings.Directives;

/// <summary><c>{"@transform": {"apply": …, "mapping": …}}</c>: what apply makes of the payload is the payload of mapping.</summary>
internal sealed class TransformDirective(MappingNode apply, MappingNode mapping, string place) : MappingNode
{
    // An empty object can be read.
    private static readonly EventDocument Empty = EventDocument.Parse("{}"u8.ToArray()).Document!;

    public static MappingNode Compile(EventValue argument, string place, MappingBuilder builder)
    {
        var options = new OptionReader(argument, place, builder);
        return options.IsObject("{\"apply\": …, \"mapping\": …}")
            ? new TransformDirective(options.Object("apply"), options.Object("mapping"), place)
            : new MissingNode();
    }

    public override bool Write(in EventValue payload, RenderContext context, ByteBuffer output)
    {
        var mark = context.Mark;
        var written = mapping.Write(Apply(payload, context), context, output);
        context.Release(mark);
        return written;
    }

    public override EventValue Resolve(in EventValue payload, RenderContext context) => mapping.Resolve(Apply(payload, context), context);

    private EventValue Apply(in EventValue payload, RenderContext context)
    {
        if (payload.IsMissing)
        {
            // As in the reference: after a transformation that gave nothing, the next starts from nothing.
            return apply.Resolve(Empty.Root, context);
        }

        if (payload.Kind != EventValueKind.Object)
        {
            context.Fail($"{place}: expected an object to transform, got {ValueNames.Of(payload.Kind)}.");
        }

        return apply.Resolve(payload, context);
    }
}
