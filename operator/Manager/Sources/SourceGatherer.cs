using ExtensibleWebhooks.Crds.EventSources;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Crds.WebhookMappings;
using ExtensibleWebhooks.Manager.Desired;
using ExtensibleWebhooks.Runtime.Cache;
using ExtensibleWebhooks.Runtime.Client;
using k8s;
using k8s.Models;

namespace ExtensibleWebhooks.Manager.Sources;

/// <summary>Collects the inputs of one source's plan: from the caches, and the values of the Secrets that it needs.</summary>
internal sealed class SourceGatherer(IListers listers, SecretReader secrets, ConfigMapReader configMaps, Discovery discovery, Func<FreshTokens> fresh)
{
    public async Task<SourceInputs> GatherAsync(EventSource source, CancellationToken cancellationToken)
    {
        var key = NamespacedName.Of(source);
        var names = SourceNames.Of(source);
        var branches = BranchesOf(key);
        var referenced = branches.SelectMany(branch => SecretReferences.AllNames(branch.Destination)).Prepend(SecretReferences.Of(source).Ref.Name);
        var read = await secrets.ReadAsync(key, referenced.Append(names.Worker), cancellationToken);
        return new SourceInputs
        {
            Source = source,
            Branches = branches,
            // A reference to the worker's own Secret would make it carry itself, and grow for ever.
            Secrets = read.Where(entry => entry.Key != names.Worker).ToDictionary(StringComparer.Ordinal),
            ConfigMaps = await configMaps.ReadAsync(
                key, branches.SelectMany(branch => SecretReferences.ConfigMapsOf(branch.Destination)).Select(reference => reference.Ref.Name), cancellationToken),
            WorkerSecret = read.GetValueOrDefault(names.Worker),
            StatefulSet = listers.Of<V1StatefulSet>().Get(new NamespacedName(key.Namespace, names.Worker)),
            Served = await ServedAsync(cancellationToken),
            Fresh = fresh(),
        };
    }

    /// <summary>The source is gone.</summary>
    public void Forget(EventSource source)
    {
        secrets.Forget(NamespacedName.Of(source));
        configMaps.Forget(NamespacedName.Of(source));
    }

    /// <summary>A destination with its mappings.</summary>
    public Branch BranchOf(WebhookDestination destination) =>
        new(destination, [.. Present(listers.Of<WebhookMapping>().ByIndex(Indexes.ByDestination, NamespacedName.Of(destination).ToString()))]);

    private List<Branch> BranchesOf(NamespacedName source) =>
        [.. Present(listers.Of<WebhookDestination>().ByIndex(Indexes.BySource, source.ToString())).Select(BranchOf)];

    /// <summary>What is being deleted counts as gone, although somebody's finalizer may keep it for a while.</summary>
    private static IEnumerable<T> Present<T>(IEnumerable<T> objects)
        where T : IKubernetesObject<V1ObjectMeta> =>
        objects.Where(entity => entity.Metadata.DeletionTimestamp is null).OrderBy(entity => entity.Metadata.Name, StringComparer.Ordinal);

    private async Task<ServedKinds> ServedAsync(CancellationToken cancellationToken)
    {
        var budgets = await discovery.IsServedAsync(Resources.PodDisruptionBudgets, cancellationToken) ? Resources.PodDisruptionBudgets
            : await discovery.IsServedAsync(Resources.OldPodDisruptionBudgets, cancellationToken) ? Resources.OldPodDisruptionBudgets
            : null;
        return new ServedKinds(budgets, await discovery.IsServedAsync(Resources.PodMonitors, cancellationToken));
    }
}
