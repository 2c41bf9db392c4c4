using ExtensibleWebhooks.Engine.Events;
using ExtensibleWebhooks.Engine.Text;
using ExtensibleWebhooks.Engine.Triggers.Patterns;

namespace ExtensibleWebhooks.Engine.Triggers.Predicates;

/// <summary>The value is a text that the pattern covers (or, negated, does not); false where the value is no text.</summary>
internal sealed class MatchPredicate(TriggerSource source, Glob pattern, bool negated) : TriggerPredicate
{
    public override bool Matches(EventDocument document)
    {
        var value = source.Find(document);
        return value.Kind == EventValueKind.Text && pattern.Covers(value.Text(stackalloc byte[Wtf8.SurrogateLength])) != negated;
    }
}
