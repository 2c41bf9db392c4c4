namespace ExtensibleWebhooks.Runtime.Health;

/// <summary>One more thing that /readyz asks.</summary>
public interface IReadinessCheck
{
    /// <summary>Quick, no I/O.</summary>
    HealthCheck Check();
}
