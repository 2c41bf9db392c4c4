using ExtensibleWebhooks.Engine.Buffers;
using ExtensibleWebhooks.Engine.Events;

namespace ExtensibleWebhooks.Engine.Mappings.Nodes;

/// <summary>
/// A compiled part of a mapping. A node either writes its value straight into the output, or finds it somewhere in an event (<see cref="ResolvingNode"/>);
/// each way is made from the other where only one is given. Immutable; any number of threads may share it.
/// </summary>
internal abstract class MappingNode
{
    /// <summary>Writes the value as JSON; false, with the output as it was, if it is missing.</summary>
    /// <param name="payload">What paths start from: the event, or an element inside of @arrayPath.</param>
    /// <param name="context">Of this rendering.</param>
    /// <param name="output">Gets the JSON.</param>
    public abstract bool Write(in EventValue payload, RenderContext context, ByteBuffer output);

    /// <summary>The value, to look into it: valid until the context is released to where it was before.</summary>
    public virtual EventValue Resolve(in EventValue payload, RenderContext context) => context.Materialize(this, payload);
}
