using ExtensibleWebhooks.Engine.Events;

namespace ExtensibleWebhooks.Engine.Mappings.Nodes;

/// <summary>No value.</summary>
internal sealed class MissingNode : ResolvingNode
{
    public override EventValue Resolve(in EventValue payload, RenderContext context) => default;
}
