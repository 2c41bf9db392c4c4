using ExtensibleWebhooks.Cli.Manifests;
using k8s;
using k8s.Models;

namespace ExtensibleWebhooks.Cli.Declarations;

/// <summary>An object of ours, and the document that declares it.</summary>
internal sealed record Declared<T>(T Object, ManifestDocument Document)
    where T : IKubernetesObject<V1ObjectMeta>
{
    public string Name => Object.Metadata.Name;

    public string Namespace => Object.Metadata.NamespaceProperty;
}
