using ExtensibleWebhooks.Engine.Triggers.Ast;
using ExtensibleWebhooks.Engine.Triggers.Predicates;

namespace ExtensibleWebhooks.Engine.Triggers.Functions;

/// <summary>A function of the trigger language that is a condition by itself. One class checks the arguments and compiles them, so that the two cannot drift.</summary>
internal abstract class TriggerFunction
{
    public abstract string Name { get; }

    /// <summary>How it is called, for messages.</summary>
    public abstract string Signature { get; }

    /// <summary>Null: the arguments are right.</summary>
    public abstract CallMistake? Check(CallOperand call);

    /// <summary>Of a call that <see cref="Check"/> accepts.</summary>
    /// <param name="call">The call.</param>
    /// <param name="negated">Compile the negation, which is false too where the function has nothing to look at.</param>
    public abstract TriggerPredicate Compile(CallOperand call, bool negated);
}
