using ExtensibleWebhooks.Crds;

namespace ExtensibleWebhooks.Manager.Desired;

/// <summary>Annotations that the operator writes.</summary>
internal static class Annotations
{
    /// <summary>On what the operator applied: the hash of the document, so that a field that it wants no longer shows as a difference too.</summary>
    public const string Applied = $"{ApiGroup.Name}/applied";

    /// <summary>On worker pods: the hash of the Secret that the kubelet was told to look at again.</summary>
    public const string Config = $"{ApiGroup.Name}/config";
}
