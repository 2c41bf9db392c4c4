namespace ExtensibleWebhooks.Manager.Applying;

/// <summary>What came of a source's plan.</summary>
/// <param name="IsPublished">The worker's Secret is as planned.</param>
/// <param name="SecretRefusal">Why a Secret could not be written; null when nothing was refused.</param>
/// <param name="Refusals">Why other objects could not be.</param>
internal sealed record SourceOutcome(bool IsPublished, string? SecretRefusal, IReadOnlyList<string> Refusals)
{
    /// <summary>Each once.</summary>
    public IReadOnlyList<string> AllRefusals => SecretRefusal is null ? Refusals : [SecretRefusal, .. Refusals];
}
