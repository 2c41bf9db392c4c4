using ExtensibleWebhooks.Engine.Buffers;
using ExtensibleWebhooks.Engine.Events;

namespace ExtensibleWebhooks.Engine.Mappings.Nodes;

/// <summary>A value without a directive in it, written once when the mapping is compiled.</summary>
internal sealed class ConstantNode : MappingNode
{
    private readonly byte[] _json;

    public ConstantNode(in EventValue value)
    {
        using var output = new ByteBuffer();
        EventJson.Write(value, output);
        _json = output.Written.ToArray();
        // What was written can be read, and the document lives as long as the mapping.
        Value = EventDocument.Parse(_json).Document?.Root ?? default;
    }

    public EventValue Value { get; }

    public override bool Write(in EventValue payload, RenderContext context, ByteBuffer output)
    {
        output.Append(_json);
        return true;
    }

    public override EventValue Resolve(in EventValue payload, RenderContext context) => Value;
}
