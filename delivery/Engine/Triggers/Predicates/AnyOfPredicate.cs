using ExtensibleWebhooks.Engine.Events;

namespace ExtensibleWebhooks.Engine.Triggers.Predicates;

/// <summary>True when one is; asked from the left until one is.</summary>
internal sealed class AnyOfPredicate(TriggerPredicate[] predicates) : TriggerPredicate
{
    public override bool Matches(EventDocument document)
    {
        foreach (var predicate in predicates)
        {
            if (predicate.Matches(document))
            {
                return true;
            }
        }

        return false;
    }
}
