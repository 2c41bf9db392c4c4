using ExtensibleWebhooks.Engine.Events;

namespace ExtensibleWebhooks.Engine.Triggers.Predicates;

/// <summary>Where a predicate gets the value that it looks at.</summary>
internal abstract class TriggerSource
{
    public abstract EventValue Find(EventDocument document);
}
