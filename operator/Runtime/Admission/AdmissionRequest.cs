using System.Text.Json;

namespace ExtensibleWebhooks.Runtime.Admission;

/// <summary>One question of the API server: may this be done? (<c>admission.k8s.io/v1</c>)</summary>
public sealed record AdmissionRequest
{
    /// <summary>Names the question; the answer repeats it.</summary>
    public required string Uid { get; init; }

    public required AdmissionOperation Operation { get; init; }

    /// <summary>API group of the object; empty for the core group.</summary>
    public required string Group { get; init; }

    public required string Kind { get; init; }

    /// <summary>Empty while it is still to be generated.</summary>
    public string Name { get; init; } = "";

    /// <summary>Empty for a cluster-scoped kind.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>Nothing will be stored: whatever answers must have no effects.</summary>
    public bool IsDryRun { get; init; }

    /// <summary>The object as it would be; null on deletion.</summary>
    public JsonElement? NewObject { get; init; }

    /// <summary>The object as it is; null on creation.</summary>
    public JsonElement? OldObject { get; init; }
}
