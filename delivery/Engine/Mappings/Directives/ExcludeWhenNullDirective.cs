using ExtensibleWebhooks.Engine.Buffers;
using ExtensibleWebhooks.Engine.Events;
using ExtensibleWebhooks.Engine.Mappings.Nodes;
using ExtensibleWebhooks.Engine.Text;

namespace ExtensibleWebhooks.Engine.Mappings.Directives;

/// <summary><c>{"@excludeWhenNull": value}</c>: null is missing; of an object the members that are null go, and those of the objects in it. Arrays stay as they are.</summary>
internal sealed class ExcludeWhenNullDirective(MappingNode value) : MappingNode
{
    public static MappingNode Compile(EventValue argument, string place, MappingBuilder builder) => new ExcludeWhenNullDirective(builder.Build(argument, place));

    public override bool Write(in EventValue payload, RenderContext context, ByteBuffer output)
    {
        var mark = context.Mark;
        var found = value.Resolve(payload, context);
        var hasValue = !found.IsMissingOrNull;
        if (hasValue)
        {
            WriteClean(found, output);
        }

        context.Release(mark);
        return hasValue;
    }

    private static void WriteClean(in EventValue value, ByteBuffer output)
    {
        if (value.Kind != EventValueKind.Object)
        {
            EventJson.Write(value, output);
            return;
        }

        output.Append((byte)'{');
        var first = true;
        foreach (var member in value.Members)
        {
            if (member.Value.Kind == EventValueKind.Null)
            {
                continue;
            }

            output.Append(first ? default : ","u8);
            first = false;
            JsonText.WriteString(output, member.Name);
            output.Append((byte)':');
            WriteClean(member.Value, output);
        }

        output.Append((byte)'}');
    }
}
