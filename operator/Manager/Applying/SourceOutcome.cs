namespace ExtensibleWebhooks.Manager.Applying;

/// <summary>What came of a source's plan.</summary>
/// <param name="IsPublished">The worker's Secret is as planned.</param>
/// <param name="SecretRefusal">Why a Secret could not be written; null when nothing was refused.</param>
/// <param name="Refusals">Why other objects could not be.</param>
/// <param name="NamespaceIsGoing">The namespace is being deleted; the plan was not carried on.</param>
internal sealed record SourceOutcome(bool IsPublished, string? SecretRefusal, IReadOnlyList<string> Refusals, bool NamespaceIsGoing = false)
{
    /// <summary>The namespace is being deleted with all that is in it.</summary>
    public static SourceOutcome Gone { get; } = new(false, null, [], NamespaceIsGoing: true);

    /// <summary>Each once.</summary>
    public IReadOnlyList<string> AllRefusals => SecretRefusal is null ? Refusals : [SecretRefusal, .. Refusals];
}
