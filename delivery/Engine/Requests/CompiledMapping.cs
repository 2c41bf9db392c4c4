using ExtensibleWebhooks.Engine.Events;
using ExtensibleWebhooks.Engine.Triggers;

namespace ExtensibleWebhooks.Engine.Requests;

/// <summary>A mapping that is ready for events. Any number of threads may share it.</summary>
public sealed class CompiledMapping
{
    private readonly TargetRenderer _target;
    private readonly BodyRenderer _body;

    internal CompiledMapping(CompiledTrigger trigger, TargetRenderer target, BodyRenderer body)
    {
        Trigger = trigger;
        _target = target;
        _body = body;
    }

    public CompiledTrigger Trigger { get; }

    /// <summary>Does the mapping want the event? Allocates nothing.</summary>
    public bool Matches(EventDocument document) => Trigger.Matches(document);

    /// <summary>Makes the event's request, whether or not the trigger matches. Throws nothing for any event.</summary>
    /// <param name="document">The event.</param>
    /// <param name="request">Gets the request; what it held before is gone, also after an error.</param>
    /// <returns>Null: <paramref name="request"/> holds the request. Otherwise why there is none; trying again will not help.</returns>
    public RenderError? Render(EventDocument document, RenderedRequest request)
    {
        request.Reset();
        request.Context.Received = document.Root.Member("receivedAt"u8);
        var (target, error) = _target.Render(document.Root, request.Context);
        if (target is null)
        {
            return error;
        }

        request.Context.Reset();
        request.Target = target;
        error = _body.Render(document.Root, request);
        if (error is not null)
        {
            request.Reset();
        }

        return error;
    }
}
