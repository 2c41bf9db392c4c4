namespace ExtensibleWebhooks.Runtime.Leadership;

/// <summary>Who is elected, where, and how fast. The defaults are client-go's.</summary>
public sealed record LeaderElectionOptions
{
    private const double RetryJitter = 1.2;

    /// <summary>Where the Lease lives: the operator's own namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>The Lease; created when absent.</summary>
    public required string LeaseName { get; init; }

    /// <summary>Unique to this process, not only to its machine: a pod's name and a random part.</summary>
    public required string Identity { get; init; }

    /// <summary>How long the others wait after the last renewal that they saw.</summary>
    public TimeSpan LeaseDuration { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long the leader acts after the start of its last successful renewal.</summary>
    public TimeSpan RenewDeadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Between tries.</summary>
    public TimeSpan RetryPeriod { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Longest wait for one answer: several tries have to fit before the deadline.</summary>
    internal TimeSpan RequestTimeout => RenewDeadline / 2 > TimeSpan.FromSeconds(1) ? RenewDeadline / 2 : TimeSpan.FromSeconds(1);

    /// <summary>What is wrong, all of it; empty when nothing is.</summary>
    public IReadOnlyList<string> Validate()
    {
        var errors = new List<string>();
        if (Namespace.Length == 0 || LeaseName.Length == 0 || Identity.Length == 0)
        {
            errors.Add("Namespace, LeaseName and Identity must not be empty");
        }

        if (LeaseDuration <= RenewDeadline)
        {
            errors.Add($"LeaseDuration ({LeaseDuration}) must be longer than RenewDeadline ({RenewDeadline}), or two may lead at once");
        }

        if (RenewDeadline <= RetryPeriod * RetryJitter)
        {
            errors.Add($"RenewDeadline ({RenewDeadline}) must be longer than {RetryJitter} times RetryPeriod ({RetryPeriod}), or one slow answer ends a term");
        }

        if (LeaseDuration < TimeSpan.FromSeconds(1) || RetryPeriod <= TimeSpan.Zero)
        {
            errors.Add($"LeaseDuration ({LeaseDuration}) must be a second at least, and RetryPeriod ({RetryPeriod}) positive");
        }

        return errors;
    }
}
