using System.Text;
using ExtensibleWebhooks.Manager.Sources;
using ExtensibleWebhooks.Runtime.Cache;
using ExtensibleWebhooks.Runtime.Client;
using k8s.Models;

namespace ExtensibleWebhooks.Operator.Tests.Manager.Sources;

public sealed class SecretReaderTests : ReferenceReaderTests<V1Secret>
{
    private protected override ReferenceReader<V1Secret> ReaderOver(IResourceClient client, ILister<MetadataOf<V1Secret>> cache) => new SecretReader(client, cache);

    private protected override V1Secret Holding(V1ObjectMeta metadata, string value) =>
        new() { Metadata = metadata, Data = new Dictionary<string, byte[]> { ["key"] = Encoding.UTF8.GetBytes(value) } };
}
