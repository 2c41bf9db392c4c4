namespace ExtensibleWebhooks.Crds.Validation;

/// <summary>One thing that is wrong with what a user wrote: where, what, and what to do.</summary>
/// <param name="Path">The field from the object's root, such as <c>spec.headers["X-Id"]["@path"]</c>; empty when the whole object is meant.</param>
/// <param name="Message">A sentence: the value, the limit, the remedy.</param>
/// <param name="Line">Line in the field's own text (a trigger), from 1; null where the field is no text of several parts.</param>
/// <param name="Column">Column in that line, in characters from 1; null with <paramref name="Line"/>.</param>
/// <param name="Kind">What the condition's reason follows from.</param>
public sealed record Diagnostic(string Path, string Message, int? Line = null, int? Column = null, DiagnosticKind Kind = DiagnosticKind.Invalid)
{
    public override string ToString() => (Path, Line) switch
    {
        ("", _) => Message,
        (_, null) => $"{Path}: {Message}",
        _ => $"{Path} (line {Line}, column {Column}): {Message}",
    };
}

/// <summary>What kind of wrong.</summary>
public enum DiagnosticKind
{
    /// <summary>Out of bounds, of a wrong type, unknown or contradictory.</summary>
    Invalid,

    /// <summary>Right, but not built in this version.</summary>
    NotSupported,
}
