using ExtensibleWebhooks.Manager.Sources;
using ExtensibleWebhooks.Runtime.Cache;
using ExtensibleWebhooks.Runtime.Client;
using k8s.Models;

namespace ExtensibleWebhooks.Operator.Tests.Manager.Sources;

public sealed class ConfigMapReaderTests : ReferenceReaderTests<V1ConfigMap>
{
    private protected override ReferenceReader<V1ConfigMap> ReaderOver(IResourceClient client, ILister<MetadataOf<V1ConfigMap>> cache) => new ConfigMapReader(client, cache);

    private protected override V1ConfigMap Holding(V1ObjectMeta metadata, string value) => new() { Metadata = metadata, Data = new Dictionary<string, string> { ["key"] = value } };
}
