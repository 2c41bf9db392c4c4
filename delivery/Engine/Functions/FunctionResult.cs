using System.Diagnostics.CodeAnalysis;
using ExtensibleWebhooks.Crds.Validation;

namespace ExtensibleWebhooks.Engine.Functions;

/// <summary>A function, or all that is wrong with its source. Never both: what does not compile does not run.</summary>
public sealed record FunctionResult
{
    internal FunctionResult(CompiledFunction? function, IReadOnlyList<Diagnostic> diagnostics)
    {
        Function = function;
        Diagnostics = diagnostics;
    }

    public CompiledFunction? Function { get; }

    /// <summary>In the order of the source; empty if it compiled.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; }

    [MemberNotNullWhen(true, nameof(Function))]
    public bool IsCompiled => Function is not null;
}
