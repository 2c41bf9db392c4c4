using ExtensibleWebhooks.Engine.Events;

namespace ExtensibleWebhooks.Engine.Triggers.Predicates;

/// <summary>The value is one of the literals (or, negated, none of them).</summary>
internal sealed class InListPredicate(TriggerSource source, LiteralMatcher[] literals, bool negated) : TriggerPredicate
{
    public override bool Matches(EventDocument document)
    {
        var value = source.Find(document);
        foreach (var literal in literals)
        {
            if (literal.Matches(value))
            {
                return !negated;
            }
        }

        return negated;
    }
}
