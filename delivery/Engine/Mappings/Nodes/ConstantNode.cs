using ExtensibleWebhooks.Engine.Buffers;
using ExtensibleWebhooks.Engine.Events;

namespace ExtensibleWebhooks.Engine.Mappings.Nodes;

/// <summary>A value without a directive in it, written once when the mapping is compiled.</summary>
internal sealed class ConstantNode : MappingNode
{
    private readonly byte[] _json;

    public ConstantNode(in EventValue value)
        : this(output: Written(value))
    {
    }

    private ConstantNode(ByteBuffer output)
    {
        _json = output.Written.ToArray();
        output.Dispose();
        // What was written can be read, and the document lives as long as the mapping.
        Value = EventDocument.Parse(_json).Document?.Root ?? default;
    }

    public EventValue Value { get; }

    /// <summary>What the node writes for every event: all in it is constant.</summary>
    public static ConstantNode Of(MappingNode node)
    {
        using var context = new RenderContext();
        var output = new ByteBuffer();
        node.Write(default, context, output);
        return new ConstantNode(output);
    }

    public override bool Write(in EventValue payload, RenderContext context, ByteBuffer output)
    {
        output.Append(_json);
        return true;
    }

    public override EventValue Resolve(in EventValue payload, RenderContext context) => Value;

    private static ByteBuffer Written(in EventValue value)
    {
        var output = new ByteBuffer();
        EventJson.Write(value, output);
        return output;
    }
}
