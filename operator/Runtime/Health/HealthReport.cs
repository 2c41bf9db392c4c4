namespace ExtensibleWebhooks.Runtime.Health;

/// <summary>The answer of a probe.</summary>
public sealed record HealthReport(IReadOnlyList<HealthCheck> Checks)
{
    /// <summary>Every check passed.</summary>
    public bool IsHealthy => Checks.All(check => check.Passed);

    /// <summary>A line for each check, in the form that the API server's own probes have.</summary>
    public override string ToString() => string.Concat(Checks.Select(check => $"[{(check.Passed ? '+' : '-')}]{check.Name} {check.Detail}\n"));
}

/// <param name="Name">What was checked.</param>
/// <param name="Passed">Whether it is as it should be.</param>
/// <param name="Detail">Why not; nothing secret.</param>
public sealed record HealthCheck(string Name, bool Passed, string Detail);
