using ExtensibleWebhooks.Engine.Events;
using ExtensibleWebhooks.Engine.Mappings.Nodes;
using ExtensibleWebhooks.Engine.Paths;

namespace ExtensibleWebhooks.Engine.Mappings.Directives;

/// <summary><c>{"@path": "$.properties.total"}</c>: the value at a path of the payload.</summary>
internal sealed class PathDirective(EventPath path) : ResolvingNode
{
    public static MappingNode Compile(EventValue argument, string place, MappingBuilder builder) => argument.GetText() is { } path
        ? new PathDirective(MappingPathSyntax.ParseDirective(path))
        : new IndirectPathDirective(builder.BuildDirective(argument, place), place);

    public override EventValue Resolve(in EventValue payload, RenderContext context) => path.Find(payload);
}
