using ExtensibleWebhooks.Engine.Triggers.Ast;

namespace ExtensibleWebhooks.Engine.Triggers.Functions;

/// <summary>A function of the trigger language. One class checks the arguments and compiles them, so that the two cannot drift.</summary>
internal abstract class TriggerFunction
{
    public abstract string Name { get; }

    /// <summary>How it is called, for messages.</summary>
    public abstract string Signature { get; }

    /// <summary>A call of it is a condition by itself.</summary>
    public abstract bool IsCondition { get; }

    /// <summary>A call of it is a value that may be compared.</summary>
    public abstract bool IsValue { get; }

    /// <summary>Null: the arguments are right.</summary>
    public abstract CallMistake? Check(CallOperand call);
}
