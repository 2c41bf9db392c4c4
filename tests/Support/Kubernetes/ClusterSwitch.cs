namespace ExtensibleWebhooks.Support.Kubernetes;

/// <summary>Whether tests may use Kubernetes at all: the inner loop does without.</summary>
public static class ClusterSwitch
{
    /// <summary>Set to <c>none</c>: tests that need an API server or a cluster are skipped.</summary>
    public const string Variable = "EXTENSIBLE_WEBHOOKS_CLUSTER";

    /// <summary>The reason to skip with; null where Kubernetes may be used.</summary>
    public static string? WhyOff => Environment.GetEnvironmentVariable(Variable) == "none" ? $"{Variable} is none: `make test` runs it" : null;
}
