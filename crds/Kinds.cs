using System.Reflection;
using ExtensibleWebhooks.Crds.EventSources;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Crds.WebhookMappings;
using ExtensibleWebhooks.Crds.WebhookReplays;
using k8s.Models;

namespace ExtensibleWebhooks.Crds;

/// <summary>A kind of ours: its names in the API and the class that holds its objects.</summary>
public sealed record Kind(string Name, string Plural, Type Type);

/// <summary>Every kind of ours.</summary>
public static class Kinds
{
    public static IReadOnlyList<Kind> All { get; } = [Of(typeof(EventSource)), Of(typeof(WebhookDestination)), Of(typeof(WebhookMapping)), Of(typeof(WebhookReplay))];

    /// <summary>Null where the name is none of ours; letter case counts, as it does for the API server.</summary>
    public static Kind? Find(string name) => All.FirstOrDefault(kind => kind.Name == name);

    private static Kind Of(Type type)
    {
        var entity = type.GetCustomAttribute<KubernetesEntityAttribute>() ?? throw new InvalidOperationException($"{type} has no KubernetesEntity attribute");
        return new Kind(entity.Kind, entity.PluralName, type);
    }
}
