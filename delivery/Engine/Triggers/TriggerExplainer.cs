using ExtensibleWebhooks.Engine.Buffers;
using ExtensibleWebhooks.Engine.Events;
using ExtensibleWebhooks.Engine.Text;
using ExtensibleWebhooks.Engine.Triggers.Ast;
using ExtensibleWebhooks.Engine.Triggers.Functions;
using ExtensibleWebhooks.Engine.Triggers.Syntax;

namespace ExtensibleWebhooks.Engine.Triggers;

/// <summary>Says why a trigger is false of an event. For people who look: it compiles the parts anew each time.</summary>
public static class TriggerExplainer
{
    private const int MaxShown = 120;

    /// <summary>
    /// The conditions that keep the trigger from matching, in the order of its text: of conditions joined by <c>and</c> those that are false, of conditions
    /// joined by <c>or</c> all, if none is true. Empty if the trigger matches.
    /// </summary>
    public static IReadOnlyList<FalseCondition> Explain(CompiledTrigger trigger, EventDocument document)
    {
        var problems = new TriggerProblems(trigger.CanonicalText, "");
        var expression = TriggerParser.Parse(trigger.CanonicalText, problems);
        if (problems.Any)
        {
            throw new InvalidOperationException($"The canonical text of a trigger does not parse: {trigger.CanonicalText}");
        }

        var conditions = new List<FalseCondition>();
        Collect(expression, negated: false, document, conditions);
        return conditions;
    }

    /// <summary>Negations go inwards as in <see cref="PredicateCompiler"/>.</summary>
    private static void Collect(TriggerExpression expression, bool negated, EventDocument document, List<FalseCondition> conditions)
    {
        if (PredicateCompiler.Compile(expression, negated).Matches(document))
        {
            return;
        }

        switch (expression)
        {
            case NotExpression not:
                Collect(not.Inner, !negated, document, conditions);
                break;
            case AndExpression and:
                Collect(and.Left, negated, document, conditions);
                Collect(and.Right, negated, document, conditions);
                break;
            case OrExpression or:
                Collect(or.Left, negated, document, conditions);
                Collect(or.Right, negated, document, conditions);
                break;
            default:
                conditions.Add(Describe(negated ? new NotExpression(expression, expression.At) : expression, SubjectOf(expression), document));
                break;
        }
    }

    private static FalseCondition Describe(TriggerExpression condition, TriggerOperand? subject, EventDocument document) => new(
        TriggerPrinter.Print(condition),
        subject is null ? null : TriggerPrinter.Print(subject),
        subject is null ? null : Show(TriggerFunctions.Source(subject).Find(document)));

    /// <summary>What a condition looks at.</summary>
    private static TriggerOperand? SubjectOf(TriggerExpression condition) => condition switch
    {
        ComparisonExpression comparison => comparison.Left,
        InExpression { List: ListLiteral } membership => membership.Item,
        InExpression membership => membership.List,
        TestExpression { Operand: CallOperand call } when TriggerFunctions.Find(call.Function) is TestFunction => call.Arguments[0],
        TestExpression test => test.Operand,
        _ => null,
    };

    private static string? Show(in EventValue value)
    {
        if (value.IsMissing)
        {
            return null;
        }

        using var output = new ByteBuffer();
        EventJson.Write(value, output);
        return Wtf8.GetString(output.Written) is { Length: > MaxShown } json ? $"{json[..MaxShown]}…" : Wtf8.GetString(output.Written);
    }
}
