namespace ExtensibleWebhooks.Engine.Tests.Differential;

/// <param name="Differences">What explains that the answers are not the same; none: they are.</param>
/// <param name="Problem">What is wrong; null: nothing.</param>
internal sealed record Verdict(IReadOnlyCollection<int> Differences, string? Problem = null);
