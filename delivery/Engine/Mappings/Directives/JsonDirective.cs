using ExtensibleWebhooks.Engine.Events;
using ExtensibleWebhooks.Engine.Mappings.Nodes;

namespace ExtensibleWebhooks.Engine.Mappings.Directives;

/// <summary><c>{"@json": {"mode": "encode", "value": …}}</c>: a value as the text of its JSON, or, with decode, a text as the value that its JSON says.</summary>
internal static class JsonDirective
{
    public static MappingNode Compile(EventValue argument, string place, MappingBuilder builder)
    {
        var options = new OptionReader(argument, place, builder);
        if (!options.IsObject("{\"mode\": \"encode\", \"value\": …}"))
        {
            return new MissingNode();
        }

        var encode = options.IsFirst("mode", "encode", "decode");
        var value = options.Value("value");
        if (!options.Raw("value").IsMissing && !options.Raw("value").IsTruthy())
        {
            builder.Report(options.At("value"), "Expected a value that is not null, false, 0 or \"\".");
        }

        return encode ? new JsonEncodeNode(value) : new JsonDecodeNode(value);
    }
}
