using ExtensibleWebhooks.Engine.Events;
using ExtensibleWebhooks.Engine.Triggers.Ast;

namespace ExtensibleWebhooks.Engine.Triggers.Predicates;

/// <summary>Compares with a number; false, != included, unless the value is a number too.</summary>
internal sealed class NumberPredicate(TriggerSource source, ComparisonOperator comparison, double expected) : TriggerPredicate
{
    public override bool Matches(EventDocument document)
    {
        var value = source.Find(document);
        return value.Kind == EventValueKind.Number && Compare(value.GetNumber());
    }

    private bool Compare(double actual) => comparison switch
    {
        ComparisonOperator.Equal => actual == expected,
        ComparisonOperator.NotEqual => actual != expected,
        ComparisonOperator.Less => actual < expected,
        ComparisonOperator.LessOrEqual => actual <= expected,
        ComparisonOperator.Greater => actual > expected,
        ComparisonOperator.GreaterOrEqual => actual >= expected,
        _ => throw new InvalidOperationException($"There is no operator {comparison}."),
    };
}
