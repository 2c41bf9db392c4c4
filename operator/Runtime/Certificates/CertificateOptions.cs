namespace ExtensibleWebhooks.Runtime.Certificates;

/// <summary>The certificates by which the API server knows the operator's webhooks: where they lie, whom they name, how long they last.</summary>
public sealed record CertificateOptions
{
    /// <summary>The operator's own namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>The Secret that all replicas share. The operator makes it.</summary>
    public required string SecretName { get; init; }

    /// <summary>The ValidatingWebhookConfiguration whose every <c>caBundle</c> is ours to fill. Somebody else makes it, without that field.</summary>
    public required string ConfigurationName { get; init; }

    /// <summary>What the API server calls the webhooks' server: <c>SERVICE.NAMESPACE.svc</c>. An IP address is one, too.</summary>
    public required IReadOnlyList<string> ServerNames { get; init; }

    /// <summary>Owner of <c>caBundle</c> in server-side apply. Never change it.</summary>
    public required string FieldManager { get; init; }

    /// <summary>Of the certificate authority; a new one is made after two thirds of it. Default 365 days, as cert-manager's own webhook has it.</summary>
    public TimeSpan AuthorityLifetime { get; init; } = TimeSpan.FromDays(365);

    /// <summary>Of the serving certificate; a new one is made after two thirds of it. Default 90 days.</summary>
    public TimeSpan ServingLifetime { get; init; } = TimeSpan.FromDays(90);

    /// <summary>How long after a change of <c>caBundle</c> every API server has surely heard of it. Default 30 seconds.</summary>
    public TimeSpan TrustDelay { get; init; } = TimeSpan.FromSeconds(30);
}
