namespace ExtensibleWebhooks.Runtime.Admission;

/// <summary>The answer to an <see cref="AdmissionRequest"/>.</summary>
public sealed record ValidationResult
{
    private ValidationResult()
    {
    }

    /// <summary>It may be done.</summary>
    public bool IsAllowed => Refusal is null;

    /// <summary>Why not; null where it may be done.</summary>
    public ValidationRefusal? Refusal { get; private init; }

    /// <summary>What is legal but probably not meant: kubectl shows each as a line of its own. At most 256 characters each.</summary>
    public IReadOnlyList<string> Warnings { get; private init; } = [];

    /// <summary>It may be done.</summary>
    public static ValidationResult Success(params IReadOnlyList<string> warnings) => new() { Warnings = warnings };

    /// <summary>It may not be done.</summary>
    public static ValidationResult Fail(ValidationRefusal refusal, params IReadOnlyList<string> warnings) => new() { Refusal = refusal, Warnings = warnings };
}
