using System.Globalization;
using ExtensibleWebhooks.Engine.Buffers;
using ExtensibleWebhooks.Engine.Events;
using ExtensibleWebhooks.Engine.Mappings.Nodes;
using ExtensibleWebhooks.Engine.Text;

namespace ExtensibleWebhooks.Engine.Mappings.Directives;

/// <summary>
/// <c>{"@flatten": {"value": …, "separator": "."}}</c>: an object of one level, the names of the way joined by the separator; with <c>omitArrays</c> arrays stay whole.
/// Empty objects and arrays vanish, a plain value stands under "", a missing one gives {}. Of equal names the last counts.
/// </summary>
internal sealed class FlattenDirective(MappingNode value, byte[] separator, bool omitArrays) : ResolvingNode
{
    public static MappingNode Compile(EventValue argument, string place, MappingBuilder builder)
    {
        var options = new OptionReader(argument, place, builder);
        return options.IsObject("{\"value\": …, \"separator\": \".\"}")
            ? new FlattenDirective(options.Value("value"), Wtf8.GetBytes(options.Text("separator", required: true, 1, int.MaxValue) ?? ""), options.Raw("omitArrays").IsTruthy())
            : new MissingNode();
    }

    public override EventValue Resolve(in EventValue payload, RenderContext context)
    {
        var found = value.Resolve(payload, context);
        var prefix = context.Take().Output;
        var scratch = context.Take();
        scratch.Output.Append((byte)'{');
        Flatten(found, prefix, scratch.Output);
        scratch.Output.Append((byte)'}');
        // Written with duplicates; reading it keeps the last ones and puts the names in order.
        return context.Read(scratch);
    }

    private void Flatten(EventValue from, ByteBuffer prefix, ByteBuffer output)
    {
        switch (from.Kind)
        {
            case EventValueKind.Object:
                foreach (var member in from.Members)
                {
                    Descend(member.Name, member.Value, prefix, output);
                }

                break;
            case EventValueKind.Array when !omitArrays:
                var index = 0;
                Span<byte> digits = stackalloc byte[10];
                foreach (var item in from.Items)
                {
                    index++.TryFormat(digits, out var length, default, CultureInfo.InvariantCulture);
                    Descend(digits[..length], item, prefix, output);
                }

                break;
            case EventValueKind.Missing:
                break;
            default:
                output.Append(output.Length > 1 ? ","u8 : default);
                JsonText.WriteString(output, prefix.Written);
                output.Append((byte)':');
                EventJson.Write(from, output);
                break;
        }
    }

    private void Descend(ReadOnlySpan<byte> name, EventValue into, ByteBuffer prefix, ByteBuffer output)
    {
        if (output.Overflowed)
        {
            return;
        }

        var length = prefix.Length;
        prefix.Append(length > 0 ? separator : default);
        prefix.Append(name);
        Flatten(into, prefix, output);
        prefix.Truncate(length);
    }
}
