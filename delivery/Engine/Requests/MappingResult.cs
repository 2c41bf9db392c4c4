using System.Diagnostics.CodeAnalysis;
using ExtensibleWebhooks.Crds.Validation;

namespace ExtensibleWebhooks.Engine.Requests;

/// <summary>A mapping, or all that is wrong with it. Never both: what does not compile does not run.</summary>
public sealed record MappingResult
{
    internal MappingResult(CompiledMapping? mapping, IReadOnlyList<Diagnostic> diagnostics)
    {
        Mapping = mapping;
        Diagnostics = diagnostics;
    }

    public CompiledMapping? Mapping { get; }

    /// <summary>Trigger, url, method, headers, data, in this order; empty if it compiled.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; }

    [MemberNotNullWhen(true, nameof(Mapping))]
    public bool IsCompiled => Mapping is not null;
}
