using ExtensibleWebhooks.Engine.Events;

namespace ExtensibleWebhooks.Engine.Triggers.Predicates;

/// <summary>A compiled condition. Asking it allocates nothing, and any number of threads may ask.</summary>
internal abstract class TriggerPredicate
{
    public abstract bool Matches(EventDocument document);
}
