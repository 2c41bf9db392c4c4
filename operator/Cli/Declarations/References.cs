using ExtensibleWebhooks.Cli.Manifests;
using ExtensibleWebhooks.Crds.EventSources;
using ExtensibleWebhooks.Crds.WebhookDestinations;

namespace ExtensibleWebhooks.Cli.Declarations;

/// <summary>Which objects of the manifests name others that the manifests do not have.</summary>
internal static class References
{
    /// <summary>Without what is in a cluster nothing can be said for sure.</summary>
    /// <param name="set">The manifests.</param>
    /// <param name="clusterMayHaveIt">True: these are warnings. False: there is no cluster, these are errors.</param>
    public static IEnumerable<ManifestProblem> Check(ManifestSet set, bool clusterMayHaveIt)
    {
        var remedy = clusterMayHaveIt ? ": the cluster must have it" : "";
        foreach (var destination in set.Destinations.Where(destination => !set.Has(EventSource.KubeKind, destination.Namespace, destination.Object.Spec.SourceRef.Name)))
        {
            var name = destination.Object.Spec.SourceRef.Name;
            yield return destination.Document.Problem("spec.sourceRef.name", $"there is no EventSource {name} in namespace {destination.Namespace} of these files{remedy}", clusterMayHaveIt);
        }

        var toDestinations = set.Mappings.Select(mapping => (mapping.Document, mapping.Namespace, mapping.Object.Spec.DestinationRef.Name))
            .Concat(set.Replays.Select(replay => (replay.Document, replay.Namespace, replay.Object.Spec.DestinationRef.Name)));
        foreach (var (document, ns, name) in toDestinations.Where(reference => !set.Has(WebhookDestination.KubeKind, reference.Namespace, reference.Name)))
        {
            yield return document.Problem("spec.destinationRef.name", $"there is no WebhookDestination {name} in namespace {ns} of these files{remedy}", clusterMayHaveIt);
        }
    }
}
