using ExtensibleWebhooks.Engine.Events;
using ExtensibleWebhooks.Engine.Triggers.Ast;
using ExtensibleWebhooks.Engine.Triggers.Predicates;

namespace ExtensibleWebhooks.Engine.Triggers.Functions;

/// <summary>A function of one value that gives another; what it has no use for is missing.</summary>
internal sealed class ValueFunction(string name, Func<EventValue, EventValue> apply) : TriggerFunction
{
    public override string Name => name;

    public override string Signature => $"{name}(properties.total)";

    public override bool IsCondition => name == "bool";

    public override bool IsValue => true;

    public override CallMistake? Check(CallOperand call) =>
        call.Arguments.Count != 1 ? new CallMistake(call.At, $"{Name} takes 1 argument, found {call.Arguments.Count}; write {Signature}.")
        : !TriggerFunctions.IsSource(call.Arguments[0]) ? new CallMistake(call.Arguments[0].At, $"The argument of {Name} is a field; write {Signature}.")
        : null;

    public TriggerSource Compile(CallOperand call) => new AppliedSource(TriggerFunctions.Source(call.Arguments[0]), apply);

    private sealed class AppliedSource(TriggerSource source, Func<EventValue, EventValue> apply) : TriggerSource
    {
        public override EventValue Find(EventDocument document) => apply(source.Find(document));
    }
}
