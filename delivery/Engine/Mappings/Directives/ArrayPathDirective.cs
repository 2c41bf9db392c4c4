using ExtensibleWebhooks.Crds.Validation;
using ExtensibleWebhooks.Engine.Buffers;
using ExtensibleWebhooks.Engine.Events;
using ExtensibleWebhooks.Engine.Mappings.Nodes;

namespace ExtensibleWebhooks.Engine.Mappings.Directives;

/// <summary>
/// <c>{"@arrayPath": ["$.properties.products", {"sku": {"@path": "$.id"}}]}</c>: each element of an array (an object counts as an array of itself) in the shape,
/// whose paths start from the element. Anything else than an array or object stays as it is.
/// </summary>
internal sealed class ArrayPathDirective(MappingNode root, MappingNode shape) : MappingNode
{
    private const string Shape = "[\"$.properties.products\", {\"id\": {\"@path\": \"$.id\"}}]";

    public static MappingNode Compile(EventValue argument, string place, MappingBuilder builder)
    {
        if (argument.Kind != EventValueKind.Array)
        {
            return builder.Report(place, $"Expected an array of a path and a shape, such as {Shape}; found {ValueNames.Of(argument.Kind)}.");
        }

        var rootPlace = FieldPath.Item(place, 0);
        var path = argument.Item(0);
        // Other than in @path, a directive here gives the array itself, not a path to it.
        var root = path.Kind == EventValueKind.Text ? PathDirective.Compile(path, rootPlace, builder) : builder.BuildDirective(path, rootPlace);
        var shape = argument.Item(1);
        var hasShape = shape.Kind == EventValueKind.Object && shape.Members.MoveNext();
        return hasShape ? new ArrayPathDirective(root, builder.Build(shape, FieldPath.Item(place, 1))) : root;
    }

    public override bool Write(in EventValue payload, RenderContext context, ByteBuffer output)
    {
        var mark = context.Mark;
        var value = root.Resolve(payload, context);
        switch (value.Kind)
        {
            case EventValueKind.Array:
                WriteShapes(value, context, output);
                break;
            case EventValueKind.Object:
                output.Append((byte)'[');
                WriteShape(value, context, output);
                output.Append((byte)']');
                break;
            case EventValueKind.Missing:
                break;
            default:
                EventJson.Write(value, output);
                break;
        }

        context.Release(mark);
        return !value.IsMissing;
    }

    private void WriteShapes(in EventValue array, RenderContext context, ByteBuffer output)
    {
        output.Append((byte)'[');
        var first = true;
        foreach (var item in array.Items)
        {
            if (!first)
            {
                output.Append((byte)',');
            }

            first = false;
            WriteShape(item, context, output);
            if (output.Overflowed)
            {
                break;
            }
        }

        output.Append((byte)']');
    }

    private void WriteShape(in EventValue item, RenderContext context, ByteBuffer output)
    {
        if (!shape.Write(item, context, output))
        {
            output.Append("null"u8);
        }
    }
}
