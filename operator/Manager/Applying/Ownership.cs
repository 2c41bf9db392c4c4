using ExtensibleWebhooks.Crds.EventSources;
using ExtensibleWebhooks.Manager.Desired;
using k8s.Models;

namespace ExtensibleWebhooks.Manager.Applying;

/// <summary>Whose an object is. What a user or another program made under one of our names is left alone.</summary>
internal static class Ownership
{
    /// <summary>It is the source's, or an orphan of ours (restored from a backup, say) that the source may take in.</summary>
    public static bool IsOf(EventSource source, V1ObjectMeta metadata)
    {
        var controller = metadata.OwnerReferences?.FirstOrDefault(owner => owner.Controller == true);
        return controller is null
            ? metadata.Labels is { } labels && labels.TryGetValue(Labels.ManagedBy, out var manager) && manager == Labels.Product
            : controller.Uid == source.Metadata.Uid;
    }

    /// <summary>It was made for the source and for nobody else.</summary>
    public static bool IsOwnedBy(EventSource source, V1ObjectMeta metadata) =>
        metadata.OwnerReferences?.Any(owner => owner.Controller == true && owner.Uid == source.Metadata.Uid) == true;
}
