using ExtensibleWebhooks.Runtime.Cache;
using ExtensibleWebhooks.Runtime.Client;
using k8s.Models;

namespace ExtensibleWebhooks.Manager.Sources;

/// <inheritdoc cref="ReferenceReader{T}"/>
internal sealed class SecretReader(IResourceClient client, ILister<MetadataOf<V1Secret>> cache) : ReferenceReader<V1Secret>(client, cache)
{
    private protected override IReadOnlyDictionary<string, byte[]> DataOf(V1Secret entity) => entity.Data?.ToDictionary(StringComparer.Ordinal) ?? [];
}
