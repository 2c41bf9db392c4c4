using ExtensibleWebhooks.Engine.Events;
using ExtensibleWebhooks.Engine.Text;

namespace ExtensibleWebhooks.Engine.Triggers.Predicates;

/// <summary>The value is a text with the other in it (or, negated, without it); false where the value is no text.</summary>
internal sealed class ContainsPredicate(TriggerSource source, byte[] part, bool negated) : TriggerPredicate
{
    public override bool Matches(EventDocument document)
    {
        var value = source.Find(document);
        return value.Kind == EventValueKind.Text && value.Text(stackalloc byte[Wtf8.SurrogateLength]).IndexOf(part) >= 0 != negated;
    }
}
