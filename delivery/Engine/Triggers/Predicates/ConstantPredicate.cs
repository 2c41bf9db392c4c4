using ExtensibleWebhooks.Engine.Events;

namespace ExtensibleWebhooks.Engine.Triggers.Predicates;

/// <summary>Every event, or none.</summary>
internal sealed class ConstantPredicate(bool matches) : TriggerPredicate
{
    public override bool Matches(EventDocument document) => matches;
}
