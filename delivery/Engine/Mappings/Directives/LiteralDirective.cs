using ExtensibleWebhooks.Engine.Events;
using ExtensibleWebhooks.Engine.Mappings.Nodes;

namespace ExtensibleWebhooks.Engine.Mappings.Directives;

/// <summary><c>{"@literal": value}</c>: the value; directives in it run all the same, as in the reference.</summary>
internal static class LiteralDirective
{
    public static MappingNode Compile(EventValue argument, string place, MappingBuilder builder) => builder.Build(argument, place);
}
