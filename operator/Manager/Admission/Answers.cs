using ExtensibleWebhooks.Crds.Validation;
using ExtensibleWebhooks.Engine.Checks;
using ExtensibleWebhooks.Manager.Statuses;
using ExtensibleWebhooks.Runtime.Admission;

namespace ExtensibleWebhooks.Manager.Admission;

/// <summary>What was found wrong, as an answer: the text is that of the condition SpecValid.</summary>
internal static class Answers
{
    public static ValidationResult Of(Findings findings, params IReadOnlyList<string> warnings) => findings.IsValid
        ? ValidationResult.Success(warnings)
        : ValidationResult.Fail(
            new ValidationRefusal(Sentences.Join(findings.Diagnostics), [.. findings.Diagnostics.Select(CauseOf)]), warnings);

    /// <summary>kubectl shows field and message with a colon between them: so the place within a text goes with the field.</summary>
    private static ValidationCause CauseOf(Diagnostic diagnostic) =>
        new(diagnostic.Line is null ? diagnostic.Path : $"{diagnostic.Path} (line {diagnostic.Line}, column {diagnostic.Column})", diagnostic.Message);
}
