namespace ExtensibleWebhooks.Manager.Configuration;

/// <summary>The validating admission webhook: the chart names the objects that it makes for it.</summary>
internal sealed record AdmissionOptions
{
    /// <summary>False (the default outside of the chart): nobody can call a process that no Service leads to.</summary>
    public bool Enabled { get; init; }

    /// <summary>HTTPS port that the API server reaches through the Service.</summary>
    public int Port { get; init; } = 9443;

    /// <summary>The Service, in the operator's own namespace; the certificate names it.</summary>
    public string ServiceName { get; init; } = "extensible-webhooks";

    /// <summary>The Secret of the certificates, in the operator's own namespace; the operator makes it.</summary>
    public string SecretName { get; init; } = "extensible-webhooks-admission";

    /// <summary>The ValidatingWebhookConfiguration; the operator fills in its <c>caBundle</c>.</summary>
    public string ConfigurationName { get; init; } = "extensible-webhooks";

    /// <summary>More names, or addresses, that the certificate is good for.</summary>
    public IReadOnlyList<string> ServerNames { get; init; } = [];
}
