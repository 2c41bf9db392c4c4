using ExtensibleWebhooks.Engine.Events;
using ExtensibleWebhooks.Engine.Paths;

namespace ExtensibleWebhooks.Engine.Triggers.Predicates;

/// <summary>A field of the event.</summary>
internal sealed class FieldSource(EventPath path) : TriggerSource
{
    public override EventValue Find(EventDocument document) => path.Find(document.Root);
}
