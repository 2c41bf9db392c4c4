using ExtensibleWebhooks.Engine.Text;
using ExtensibleWebhooks.Engine.Triggers.Ast;
using ExtensibleWebhooks.Engine.Triggers.Functions;
using ExtensibleWebhooks.Engine.Triggers.Predicates;

namespace ExtensibleWebhooks.Engine.Triggers;

/// <summary>
/// From the tree to predicates. Negations are moved inwards to the conditions (De Morgan), which know their own negation: so a test of a text or a number
/// that has nothing to look at is false, and its negation is false too, however deep the negation was written.
/// </summary>
internal static class PredicateCompiler
{
    public static TriggerPredicate Compile(TriggerExpression expression, bool negated = false) => expression switch
    {
        AllExpression => new ConstantPredicate(!negated),
        NotExpression not => Compile(not.Inner, !negated),
        AndExpression or OrExpression => CompileGroup(expression, negated),
        TestExpression test => CompileTest(test.Operand, negated),
        InExpression membership => CompileIn(membership, negated),
        ComparisonExpression comparison => CompileComparison(comparison, negated),
        _ => throw new InvalidOperationException($"There is no expression {expression.GetType().Name}."),
    };

    private static TriggerPredicate CompileGroup(TriggerExpression group, bool negated)
    {
        var predicates = new List<TriggerPredicate>();
        Flatten(group, group is AndExpression, negated, predicates);
        return group is AndExpression != negated ? new AllOfPredicate([.. predicates]) : new AnyOfPredicate([.. predicates]);
    }

    private static void Flatten(TriggerExpression expression, bool and, bool negated, List<TriggerPredicate> predicates)
    {
        switch (expression)
        {
            case AndExpression group when and:
                Flatten(group.Left, and, negated, predicates);
                Flatten(group.Right, and, negated, predicates);
                break;
            case OrExpression group when !and:
                Flatten(group.Left, and, negated, predicates);
                Flatten(group.Right, and, negated, predicates);
                break;
            default:
                predicates.Add(Compile(expression, negated));
                break;
        }
    }

    private static TriggerPredicate CompileTest(TriggerOperand operand, bool negated) =>
        operand is CallOperand call && TriggerFunctions.Find(call.Function) is TestFunction function
            ? function.Compile(call, negated)
            : new BooleanPredicate(TriggerFunctions.Source(operand), expected: true, negated);

    private static TriggerPredicate CompileIn(InExpression membership, bool negated)
    {
        if (membership.List is not ListLiteral list)
        {
            return new HasItemPredicate(TriggerFunctions.Source(membership.List), new LiteralMatcher(membership.Item, asText: false), negated);
        }

        var asText = membership.Item is FieldOperand { IsAlwaysText: true };
        return new InListPredicate(TriggerFunctions.Source(membership.Item), [.. list.Items.Select(item => new LiteralMatcher(item, asText))], negated);
    }

    private static TriggerPredicate CompileComparison(ComparisonExpression comparison, bool negated)
    {
        var source = TriggerFunctions.Source(comparison.Left);
        var effective = negated ? ComparisonOperators.Negate(comparison.Operator) : comparison.Operator;
        if (ComparisonOperators.IsOrder(effective))
        {
            // The parser has checked that the right side is a number.
            return new NumberPredicate(source, effective, TriggerNumber.Of(comparison.Right)!.Value);
        }

        var notEqual = effective == ComparisonOperator.NotEqual;
        var alwaysText = comparison.Left is FieldOperand { IsAlwaysText: true };
        return comparison.Right switch
        {
            NullLiteral => new ExistsPredicate(source, notEqual),
            BooleanLiteral boolean when !alwaysText => new BooleanPredicate(source, boolean.Value, notEqual),
            NumberLiteral when !alwaysText => new NumberPredicate(source, effective, TriggerNumber.Of(comparison.Right)!.Value),
            BooleanLiteral boolean => new TextPredicate(source, Wtf8.GetBytes(boolean.Text), notEqual),
            NumberLiteral number => new TextPredicate(source, Wtf8.GetBytes(number.Text), notEqual),
            TextLiteral text => new TextPredicate(source, Wtf8.GetBytes(text.Value), notEqual),
            _ => throw new InvalidOperationException($"There is no literal {comparison.Right.GetType().Name}."),
        };
    }
}
