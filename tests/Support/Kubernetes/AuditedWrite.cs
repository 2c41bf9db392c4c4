namespace ExtensibleWebhooks.Support.Kubernetes;

/// <summary>One create, update, patch or delete that an API server answered. Empty text: the part does not apply.</summary>
public sealed record AuditedWrite
{
    /// <summary>As authenticated, or as impersonated where a caller impersonates: <c>system:serviceaccount:NAMESPACE:NAME</c>.</summary>
    public required string User { get; init; }

    /// <summary>create, update, patch, delete or deletecollection.</summary>
    public required string Verb { get; init; }

    /// <summary>The plural: pods, leases, eventsources.</summary>
    public required string Resource { get; init; }

    public required string Subresource { get; init; }

    public required string Namespace { get; init; }

    public required string Name { get; init; }

    /// <summary>The HTTP status of the answer.</summary>
    public required int Status { get; init; }
}
