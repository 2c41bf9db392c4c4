namespace ExtensibleWebhooks.Cluster.Providers;

/// <summary>
/// What makes an image. The Dockerfile's runtime stage must take its base as <c>ARG RUNTIME_BASE</c> with a default, since a cluster
/// without a registry has its own.
/// </summary>
public sealed record ImageBuild
{
    /// <summary>Absolute.</summary>
    public required string Dockerfile { get; init; }

    /// <summary>The folder that COPY reads from; absolute.</summary>
    public required string Context { get; init; }

    /// <summary><c>localhost/NAME:TAG</c>: a registry of that name is never asked.</summary>
    public required string Name { get; init; }
}
