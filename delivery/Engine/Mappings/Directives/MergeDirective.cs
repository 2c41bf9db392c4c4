using System.Globalization;
using ExtensibleWebhooks.Crds.Validation;
using ExtensibleWebhooks.Engine.Buffers;
using ExtensibleWebhooks.Engine.Events;
using ExtensibleWebhooks.Engine.Mappings.Nodes;
using ExtensibleWebhooks.Engine.Text;

namespace ExtensibleWebhooks.Engine.Mappings.Directives;

/// <summary>
/// <c>{"@merge": {"objects": [a, b], "direction": "right"}}</c>: the members of all, later ones over earlier ones; "left" is the other way round.
/// One level deep, null overrides, a missing member does not. The elements of an array and the characters of a text are members named by their index.
/// </summary>
internal sealed class MergeDirective(MappingNode[] objects) : ResolvingNode
{
    public static MappingNode Compile(EventValue argument, string place, MappingBuilder builder)
    {
        var options = new OptionReader(argument, place, builder);
        if (!options.IsObject("{\"objects\": […], \"direction\": \"right\"}"))
        {
            return new MissingNode();
        }

        var left = options.IsFirst("direction", "left", "right");
        var objects = options.Raw("objects");
        if (objects.Kind != EventValueKind.Array)
        {
            return builder.Report(objects.IsMissing ? place : options.At("objects"), $"Expected the option objects as an array, found {ValueNames.Of(objects.Kind)}.");
        }

        var nodes = new List<MappingNode>();
        foreach (var item in objects.Items)
        {
            var itemPlace = FieldPath.Item(options.At("objects"), nodes.Count);
            nodes.Add(item.Kind == EventValueKind.Object
                ? builder.Build(item, itemPlace)
                : builder.Report(itemPlace, $"Expected an object or a directive, found {ValueNames.Of(item.Kind)}."));
        }

        if (left)
        {
            nodes.Reverse();
        }

        return new MergeDirective([.. nodes]);
    }

    public override EventValue Resolve(in EventValue payload, RenderContext context)
    {
        var scratch = context.Take();
        scratch.Output.Append((byte)'{');
        foreach (var node in objects)
        {
            var mark = context.Mark;
            Assign(node.Resolve(payload, context), scratch.Output);
            context.Release(mark);
        }

        scratch.Output.Append((byte)'}');
        // Written with duplicates; reading it keeps the last ones at the first one's place, as JavaScript does.
        return context.Read(scratch);
    }

    private static void Assign(in EventValue value, ByteBuffer output)
    {
        foreach (var member in value.Members)
        {
            AssignOne(member.Name, member.Value, output);
        }

        if (value.Kind is not (EventValueKind.Array or EventValueKind.Text))
        {
            return;
        }

        Span<byte> digits = stackalloc byte[10];
        var length = (int)value.Length().GetNumber();
        for (var index = 0; index < length && !output.Overflowed; index++)
        {
            index.TryFormat(digits, out var count, default, CultureInfo.InvariantCulture);
            AssignOne(digits[..count], value.Item(index), output);
        }
    }

    private static void AssignOne(ReadOnlySpan<byte> name, in EventValue value, ByteBuffer output)
    {
        output.Append(output.Length > 1 ? ","u8 : default);
        JsonText.WriteString(output, name);
        output.Append((byte)':');
        EventJson.Write(value, output);
    }
}
