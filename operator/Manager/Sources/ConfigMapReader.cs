using System.Text;
using ExtensibleWebhooks.Runtime.Cache;
using ExtensibleWebhooks.Runtime.Client;
using k8s.Models;

namespace ExtensibleWebhooks.Manager.Sources;

/// <inheritdoc cref="ReferenceReader{T}"/>
internal sealed class ConfigMapReader(IResourceClient client, ILister<MetadataOf<V1ConfigMap>> cache) : ReferenceReader<V1ConfigMap>(client, cache)
{
    private protected override IReadOnlyDictionary<string, byte[]> DataOf(V1ConfigMap entity) =>
        entity.Data?.ToDictionary(entry => entry.Key, entry => Encoding.UTF8.GetBytes(entry.Value), StringComparer.Ordinal) ?? [];
}
