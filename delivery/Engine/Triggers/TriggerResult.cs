using System.Diagnostics.CodeAnalysis;
using ExtensibleWebhooks.Crds.Validation;

namespace ExtensibleWebhooks.Engine.Triggers;

/// <summary>A trigger, or all that is wrong with its text. Never both: what does not compile does not run.</summary>
public sealed record TriggerResult
{
    internal TriggerResult(CompiledTrigger? trigger, IReadOnlyList<Diagnostic> diagnostics)
    {
        Trigger = trigger;
        Diagnostics = diagnostics;
    }

    public CompiledTrigger? Trigger { get; }

    /// <summary>In the order of the text; empty if it compiled.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; }

    [MemberNotNullWhen(true, nameof(Trigger))]
    public bool IsCompiled => Trigger is not null;
}
