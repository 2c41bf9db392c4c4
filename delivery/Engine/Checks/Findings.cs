using ExtensibleWebhooks.Crds.Conditions;
using ExtensibleWebhooks.Crds.Validation;

namespace ExtensibleWebhooks.Engine.Checks;

/// <summary>What was found wrong with one spec; with nothing in it, the spec holds together.</summary>
/// <param name="Reason">That of the condition SpecValid.</param>
public sealed record Findings(Reason Reason, IReadOnlyList<Diagnostic> Diagnostics)
{
    public static Findings None { get; } = new(Reason.Valid, []);

    public bool IsValid => Diagnostics.Count == 0;

    /// <summary>Of diagnostics that all have one cause, except that what this version does not do yet is called so.</summary>
    public static Findings Of(Reason cause, IReadOnlyList<Diagnostic> diagnostics) => diagnostics switch
    {
        [] => None,
        _ when diagnostics.All(diagnostic => diagnostic.Kind == DiagnosticKind.NotSupported) => new Findings(Reason.NotSupported, diagnostics),
        _ => new Findings(cause, diagnostics),
    };
}
