using ExtensibleWebhooks.Engine.Buffers;
using ExtensibleWebhooks.Engine.Events;
using ExtensibleWebhooks.Engine.Mappings.Nodes;
using ExtensibleWebhooks.Engine.Text;

namespace ExtensibleWebhooks.Engine.Mappings.Directives;

/// <summary>
/// <c>{"@replace": {"pattern": "a", "replacement": "b", "value": …}}</c>: literal text for literal text, once more with <c>pattern2</c> and <c>replacement2</c> on the result.
/// A number or boolean is its text first; what is neither, or missing, gives "".
/// </summary>
internal sealed class ReplaceDirective(MappingNode value, Replacement[] replacements) : MappingNode
{
    private const int MaxLength = 10;

    public static MappingNode Compile(EventValue argument, string place, MappingBuilder builder)
    {
        var options = new OptionReader(argument, place, builder);
        if (!options.IsObject("{\"pattern\": …, \"replacement\": …, \"value\": …}"))
        {
            return new MissingNode();
        }

        var ignoreCase = options.Boolean("ignorecase", byDefault: false);
        var all = options.Boolean("global", byDefault: true);
        var first = new Replacement(options.Text("pattern", required: true, 1, MaxLength) ?? "", options.Text("replacement", required: false, 0, MaxLength) ?? "", ignoreCase, all);
        var pattern2 = options.Text("pattern2", required: false, 0, MaxLength);
        var second = new Replacement(pattern2 ?? "", options.Text("replacement2", required: false, 0, MaxLength) ?? "", ignoreCase, all);
        var value = options.TextOrDirective("value");
        return options.Raw("value").IsTruthy() ? new ReplaceDirective(value, string.IsNullOrEmpty(pattern2) ? [first] : [first, second]) : new MissingNode();
    }

    public override bool Write(in EventValue payload, RenderContext context, ByteBuffer output)
    {
        var mark = context.Mark;
        var found = value.Resolve(payload, context);
        var text = context.Take().Output;
        if (found.Kind is EventValueKind.Text or EventValueKind.Number or EventValueKind.True or EventValueKind.False)
        {
            EventText.Append(found, text);
        }

        var result = replacements.Aggregate(Wtf8.GetString(text.Written), (current, replacement) => replacement.In(current));
        JsonText.WriteString(output, Wtf8.GetBytes(result));
        context.Release(mark);
        return true;
    }
}
