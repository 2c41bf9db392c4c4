using ExtensibleWebhooks.Runtime.Client;
using k8s;
using k8s.Models;

namespace ExtensibleWebhooks.Runtime.Certificates;

/// <summary>The Secret that holds a <see cref="CertificateBundle"/>. A type of its own, so that its cache is not shared with those of other Secrets.</summary>
[KubernetesEntity(Group = "", ApiVersion = "v1", Kind = "Secret", PluralName = "secrets")]
public sealed class CertificateSecret : IKubernetesObject<V1ObjectMeta>
{
    public static readonly ApiResource Resource = ApiResource.Of<CertificateSecret>();

    public string ApiVersion { get; set; } = "v1";

    public string Kind { get; set; } = "Secret";

    public V1ObjectMeta Metadata { get; set; } = new();

    /// <summary>The files of the bundle; whatever else is there is nobody's business.</summary>
    public IReadOnlyDictionary<string, byte[]>? Data { get; set; }
}
