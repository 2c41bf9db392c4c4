using ExtensibleWebhooks.Engine.Events;
using ExtensibleWebhooks.Engine.Mappings.Nodes;

namespace ExtensibleWebhooks.Engine.Requests;

/// <summary>The data of a mapping without the request around it: any value, not only an object. Any number of threads may share it.</summary>
public sealed class CompiledData
{
    private readonly MappingNode _data;

    internal CompiledData(MappingNode data) => _data = data;

    /// <summary>Makes the event's value. Throws nothing for any event.</summary>
    /// <param name="document">The event.</param>
    /// <param name="room">Gets the value: <see cref="RenderedRequest.HasBody"/> says whether there is one, <see cref="RenderedRequest.Body"/> is its JSON; there is no target.</param>
    /// <returns>Null, or why there is no value; trying again will not help.</returns>
    public RenderError? Render(EventDocument document, RenderedRequest room)
    {
        room.Reset();
        room.HasBody = _data.Write(document.Root, room.Context, room.Output);
        var error = room.Failure;
        if (error is not null)
        {
            room.Reset();
        }

        return error;
    }
}
