using k8s;
using k8s.Models;

namespace ExtensibleWebhooks.Runtime.Client;

/// <summary>
/// The metadata of an object of kind <typeparamref name="T"/>, and nothing else of it: the API server leaves the rest out
/// (<c>PartialObjectMetadata</c>), so that a cache of all Secrets holds no secret and takes little memory.
/// </summary>
/// <typeparam name="T">Names the kind only; no value of it exists.</typeparam>
public sealed class MetadataOf<T> : IKubernetesObject<V1ObjectMeta>
    where T : IKubernetesObject<V1ObjectMeta>
{
    /// <inheritdoc/>
    public string? ApiVersion { get; set; }

    /// <inheritdoc/>
    public string? Kind { get; set; }

    /// <inheritdoc/>
    public V1ObjectMeta Metadata { get; set; } = new();
}
