using ExtensibleWebhooks.Crds.EventSources;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Crds.WebhookMappings;
using ExtensibleWebhooks.Crds.WebhookReplays;
using ExtensibleWebhooks.Manager.Desired;
using ExtensibleWebhooks.Manager.Sources;
using ExtensibleWebhooks.Manager.Tokens;
using ExtensibleWebhooks.Runtime.Cache;
using ExtensibleWebhooks.Runtime.Client;
using ExtensibleWebhooks.Runtime.Controllers;
using ExtensibleWebhooks.Runtime.Hosting;
using k8s;
using k8s.Models;

namespace ExtensibleWebhooks.Manager.Controllers;

/// <summary>What is cached and how it is found, and which change wakes which controller.</summary>
internal static class Wiring
{
    /// <summary>Each may take ten seconds, of a provider that does not answer.</summary>
    private const int TokenRequestsAtOnce = 16;

    public static OperatorBuilder AddCaches(this OperatorBuilder runtime) => runtime
        .Caches<EventSource>(cache => cache.Index(Indexes.BySecret, source => [InNamespaceOf(source, SecretReferences.Of(source).Ref.Name)]))
        .Caches<WebhookDestination>(cache => cache
            .Index(Indexes.BySource, destination => [Indexes.SourceOf(destination).ToString()])
            .Index(Indexes.BySecret, destination => SecretReferences.AllNames(destination).Select(name => InNamespaceOf(destination, name)))
            .Index(Indexes.ByConfigMap, destination => SecretReferences.ConfigMapsOf(destination).Select(reference => InNamespaceOf(destination, reference.Ref.Name))))
        .Caches<WebhookMapping>(cache => cache.Index(Indexes.ByDestination, mapping => [Indexes.DestinationOf(mapping).ToString()]))
        .Caches<WebhookReplay>()
        .Caches<MetadataOf<V1Secret>>()
        .Caches<MetadataOf<V1ConfigMap>>()
        .Caches<MetadataOf<V1Pod>>(cache => cache.WithLabels(Labels.ManagedSelector).Index(Indexes.ByStatefulSet, StatefulSetOf))
        .Caches<V1StatefulSet>(cache => cache.WithLabels(Labels.ManagedSelector))
        .Caches<V1Service>(cache => cache.WithLabels(Labels.ManagedSelector))
        .Caches<V1NetworkPolicy>(cache => cache.WithLabels(Labels.ManagedSelector))
        .Caches<V1PodDisruptionBudget>(cache => cache.WithLabels(Labels.ManagedSelector).Optional())
        .Caches<OldPodDisruptionBudget>(cache => cache.WithLabels(Labels.ManagedSelector).Optional())
        .Caches<PodMonitor>(cache => cache.WithLabels(Labels.ManagedSelector).Optional());

    public static OperatorBuilder AddControllers(this OperatorBuilder runtime, int maxConcurrent) => runtime
        .AddController<SourceController, EventSource>(controller => controller
            .MaxConcurrent(maxConcurrent)
            .Watches<WebhookDestination>((destination, _) => [Indexes.SourceOf(destination)], when: SpecOrVerdictChanged)
            .Watches<WebhookMapping>(SourcesOf)
            .Watches<MetadataOf<V1Secret>>(SourcesOf)
            .Watches<MetadataOf<V1ConfigMap>>(SourcesOf)
            .Watches<MetadataOf<V1Pod>>(SourcesOf)
            .Owns<MetadataOf<V1Secret>>()
            .Owns<V1StatefulSet>()
            .Owns<V1Service>()
            .Owns<V1NetworkPolicy>()
            .Owns<V1PodDisruptionBudget>()
            .Owns<OldPodDisruptionBudget>()
            .Owns<PodMonitor>())
        .AddController<DestinationController, WebhookDestination>(controller => controller
            .WithoutFinalizers()
            .Watches<EventSource>(
                (source, listers) => listers.Of<WebhookDestination>().ByIndex(Indexes.BySource, NamespacedName.Of(source).ToString()).Select(NamespacedName.Of),
                when: (_, _) => false)
            .Watches<WebhookMapping>((mapping, _) => [Indexes.DestinationOf(mapping)]))
        .AddController<CredentialsController, WebhookDestination>(controller => controller
            .Named("credentials")
            .MaxConcurrent(TokenRequestsAtOnce)
            .WokenBy(provider => provider.GetRequiredService<RejectedTokens>().Calls)
            .Watches<MetadataOf<V1Secret>>((secret, listers) =>
                listers.Of<WebhookDestination>().ByIndex(Indexes.BySecret, NamespacedName.Of(secret).ToString())
                    .Where(destination => destination.Spec.Authentication?.OAuth2 is not null)
                    .Select(NamespacedName.Of)))
        .AddFinalizer<RevocationFinalizer, WebhookDestination>(RevocationFinalizer.Name, RevocationFinalizer.IsNeededFor)
        .AddController<MappingController, WebhookMapping>(controller => controller
            .Watches<WebhookDestination>(
                (destination, listers) => listers.Of<WebhookMapping>().ByIndex(Indexes.ByDestination, NamespacedName.Of(destination).ToString()).Select(NamespacedName.Of),
                when: (_, _) => false))
        .AddController<ReplayController, WebhookReplay>(controller => controller.MaxConcurrent(maxConcurrent));

    /// <summary>Of a status only what a condition follows from: that the worker was asked, what it waits for, and how the credentials stand.</summary>
    private static bool SpecOrVerdictChanged(WebhookDestination before, WebhookDestination after) =>
        Predicates.SpecOrMetadataChanged(before, after)
        || (before.Status?.Delivery is null) != (after.Status?.Delivery is null)
        || before.Status?.Delivery?.HeldReason != after.Status?.Delivery?.HeldReason
        || before.Status?.Delivery?.Held != after.Status?.Delivery?.Held
        || before.Status?.Credentials?.Reason != after.Status?.Credentials?.Reason
        || before.Status?.Credentials?.Message != after.Status?.Credentials?.Message;

    private static IEnumerable<NamespacedName> SourcesOf(WebhookMapping mapping, IListers listers) =>
        listers.Of<WebhookDestination>().Get(Indexes.DestinationOf(mapping)) is { } destination ? [Indexes.SourceOf(destination)] : [];

    private static IEnumerable<NamespacedName> SourcesOf(MetadataOf<V1Secret> secret, IListers listers)
    {
        var key = NamespacedName.Of(secret).ToString();
        return listers.Of<EventSource>().ByIndex(Indexes.BySecret, key).Select(NamespacedName.Of)
            .Concat(listers.Of<WebhookDestination>().ByIndex(Indexes.BySecret, key).Select(Indexes.SourceOf))
            .Distinct();
    }

    private static IEnumerable<NamespacedName> SourcesOf(MetadataOf<V1ConfigMap> configMap, IListers listers) =>
        listers.Of<WebhookDestination>().ByIndex(Indexes.ByConfigMap, NamespacedName.Of(configMap).ToString()).Select(Indexes.SourceOf).Distinct();

    private static IEnumerable<NamespacedName> SourcesOf(MetadataOf<V1Pod> pod, IListers listers) =>
        from statefulSet in ControllerOf(pod, "StatefulSet")
        let owner = listers.Of<V1StatefulSet>().Get(statefulSet)
        where owner is not null
        from source in ControllerOf(owner, EventSource.KubeKind)
        select source;

    private static IEnumerable<string> StatefulSetOf(MetadataOf<V1Pod> pod) => ControllerOf(pod, "StatefulSet").Select(key => key.ToString());

    private static IEnumerable<NamespacedName> ControllerOf(IKubernetesObject<V1ObjectMeta> entity, string kind) =>
        from owner in entity.Metadata.OwnerReferences ?? []
        where owner.Controller == true && owner.Kind == kind
        select new NamespacedName(entity.Metadata.NamespaceProperty, owner.Name);

    private static string InNamespaceOf(IKubernetesObject<V1ObjectMeta> entity, string name) => new NamespacedName(entity.Metadata.NamespaceProperty, name).ToString();
}
