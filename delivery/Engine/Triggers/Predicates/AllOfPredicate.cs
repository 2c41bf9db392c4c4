using ExtensibleWebhooks.Engine.Events;

namespace ExtensibleWebhooks.Engine.Triggers.Predicates;

/// <summary>True when each is; asked from the left until one is not.</summary>
internal sealed class AllOfPredicate(TriggerPredicate[] predicates) : TriggerPredicate
{
    public override bool Matches(EventDocument document)
    {
        foreach (var predicate in predicates)
        {
            if (!predicate.Matches(document))
            {
                return false;
            }
        }

        return true;
    }
}
