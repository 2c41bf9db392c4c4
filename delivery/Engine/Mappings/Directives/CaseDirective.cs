using ExtensibleWebhooks.Engine.Buffers;
using ExtensibleWebhooks.Engine.Events;
using ExtensibleWebhooks.Engine.Mappings.Nodes;
using ExtensibleWebhooks.Engine.Text;

namespace ExtensibleWebhooks.Engine.Mappings.Directives;

/// <summary><c>{"@case": {"operator": "lower", "value": …}}</c>: a text in small letters or capitals, as JavaScript maps them; what is no text stays as it is.</summary>
internal sealed class CaseDirective(MappingNode value, bool lower) : MappingNode
{
    public static MappingNode Compile(EventValue argument, string place, MappingBuilder builder)
    {
        var options = new OptionReader(argument, place, builder);
        if (!options.IsObject("{\"operator\": \"lower\", \"value\": …}"))
        {
            return new MissingNode();
        }

        var lower = options.IsFirst("operator", "lower", "upper");
        // As in the reference, no value and an empty text are missing.
        return options.Raw("value") is { IsMissing: false, Kind: not EventValueKind.Text } || options.Raw("value").IsTruthy()
            ? new CaseDirective(options.TextOrDirective("value"), lower)
            : new MissingNode();
    }

    public override bool Write(in EventValue payload, RenderContext context, ByteBuffer output)
    {
        var mark = context.Mark;
        var found = value.Resolve(payload, context);
        if (found.GetText() is { } text)
        {
            JsonText.WriteString(output, Wtf8.GetBytes(lower ? JsCase.ToLower(text) : JsCase.ToUpper(text)));
        }
        else if (!found.IsMissing)
        {
            EventJson.Write(found, output);
        }

        context.Release(mark);
        return !found.IsMissing;
    }
}
