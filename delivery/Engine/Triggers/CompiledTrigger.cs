using ExtensibleWebhooks.Engine.Events;
using ExtensibleWebhooks.Engine.Triggers.Predicates;

namespace ExtensibleWebhooks.Engine.Triggers;

/// <summary>A trigger that is ready to be asked. Immutable; any number of threads may share it, and asking allocates nothing.</summary>
public sealed class CompiledTrigger
{
    private readonly TriggerPredicate _predicate;

    internal CompiledTrigger(string canonicalText, TriggerPredicate predicate)
    {
        CanonicalText = canonicalText;
        _predicate = predicate;
    }

    /// <summary>The trigger in its one canonical form, with the same meaning.</summary>
    public string CanonicalText { get; }

    /// <summary>Is the trigger true of the event?</summary>
    public bool Matches(EventDocument document) => _predicate.Matches(document);
}
