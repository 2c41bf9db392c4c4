namespace ExtensibleWebhooks.Manager.Statuses;

/// <summary>What the objects that hang on a source take over from it.</summary>
/// <param name="Reference">Whether a reference to the source leads somewhere that works.</param>
/// <param name="Published">Whether the worker's Secret is as planned.</param>
internal sealed record SourceState(Verdict Reference, Verdict Published);
