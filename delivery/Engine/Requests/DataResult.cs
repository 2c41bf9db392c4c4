using System.Diagnostics.CodeAnalysis;
using ExtensibleWebhooks.Crds.Validation;

namespace ExtensibleWebhooks.Engine.Requests;

/// <summary>Data, or all that is wrong with it. Never both.</summary>
public sealed record DataResult
{
    internal DataResult(CompiledData? data, IReadOnlyList<Diagnostic> diagnostics)
    {
        Data = data;
        Diagnostics = diagnostics;
    }

    public CompiledData? Data { get; }

    /// <summary>In the order of the data; empty if it compiled.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; }

    [MemberNotNullWhen(true, nameof(Data))]
    public bool IsCompiled => Data is not null;
}
