namespace ExtensibleWebhooks.Engine.Tests.Differential;

/// <param name="Differences">What explains that the answers are not the same; none: they are.</param>
/// <param name="Problem">What is wrong; null: nothing.</param>
internal sealed record Verdict(IReadOnlyCollection<int> Differences, string? Problem = null)
{
    /// <summary>Something is wrong with both, and it starts with the same word.</summary>
    public bool IsLike(Verdict other) => Problem is not null && Problem.Split(' ')[0] == other.Problem?.Split(' ')[0];
}
