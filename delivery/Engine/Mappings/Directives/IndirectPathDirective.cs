using ExtensibleWebhooks.Engine.Events;
using ExtensibleWebhooks.Engine.Mappings.Nodes;
using ExtensibleWebhooks.Engine.Paths;

namespace ExtensibleWebhooks.Engine.Mappings.Directives;

/// <summary><c>{"@path": {"@path": "$.properties.field"}}</c>: the event names the path. No text there is a failure of the event.</summary>
internal sealed class IndirectPathDirective(MappingNode argument, string place) : ResolvingNode
{
    public override EventValue Resolve(in EventValue payload, RenderContext context)
    {
        var value = argument.Resolve(payload, context);
        if (value.GetText() is { } path)
        {
            return MappingPathSyntax.ParseDirective(path).Find(payload);
        }

        context.Fail($"{place}: expected a text, got {ValueNames.Of(value.Kind)}.");
        return default;
    }
}
