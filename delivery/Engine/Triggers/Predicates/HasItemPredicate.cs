using ExtensibleWebhooks.Engine.Events;

namespace ExtensibleWebhooks.Engine.Triggers.Predicates;

/// <summary>The value is a list with the literal in it (or, negated, it is not).</summary>
internal sealed class HasItemPredicate(TriggerSource source, LiteralMatcher literal, bool negated) : TriggerPredicate
{
    public override bool Matches(EventDocument document)
    {
        foreach (var item in source.Find(document).Items)
        {
            if (literal.Matches(item))
            {
                return !negated;
            }
        }

        return negated;
    }
}
