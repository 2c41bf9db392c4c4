using ExtensibleWebhooks.Crds.Validation;
using ExtensibleWebhooks.Engine.Functions;
using ExtensibleWebhooks.Engine.Requests;
using ExtensibleWebhooks.Engine.Triggers;

namespace ExtensibleWebhooks.Cli.Lines;

/// <summary>What a line came with, compiled; what it did not come with is null.</summary>
internal sealed record CompiledLine
{
    /// <summary>Null only with diagnostics.</summary>
    public required CompiledTrigger? Trigger { get; init; }

    /// <summary>Matches every event: the line's trigger is beside it.</summary>
    public required CompiledMapping? Mapping { get; init; }

    /// <summary>Whether the mapping names a URL.</summary>
    public required bool HasUrl { get; init; }

    public required CompiledData? Data { get; init; }

    public required FunctionPool? Function { get; init; }

    /// <summary>What does not compile; empty if everything does.</summary>
    public required IReadOnlyList<Diagnostic> Diagnostics { get; init; }
}
