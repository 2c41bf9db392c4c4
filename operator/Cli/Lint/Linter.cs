using ExtensibleWebhooks.Cli.Declarations;
using ExtensibleWebhooks.Cli.Manifests;
using ExtensibleWebhooks.Crds;

namespace ExtensibleWebhooks.Cli.Lint;

/// <summary>Says of manifests what the cluster would say of them: the API server by the CRDs, the operator by its compilers; and what they name and do not have. Pure.</summary>
internal static class Linter
{
    public static LintReport Check(ManifestReading reading)
    {
        var set = ManifestSet.From(reading);
        ManifestProblem[] problems =
        [
            .. set.Problems,
            .. LanguageChecks.Check(set, allowsLoopback: false),
            .. LanguageChecks.CheckMisshapen(set),
            .. References.Check(set, clusterMayHaveIt: true),
            .. CheckSecrets(set),
            .. CheckOthers(set),
            .. reading is { Documents: [], Problems: [] } ? [new ManifestProblem("", null, "there is no manifest in these files")] : Array.Empty<ManifestProblem>(),
        ];
        return new LintReport(reading.Documents.Count, [.. problems.OrderBy(problem => problem.File, StringComparer.Ordinal).ThenBy(problem => problem.Place?.Line).ThenBy(problem => problem.Place?.Column)]);
    }

    /// <summary>Whoever keeps manifests in a repository keeps Secrets elsewhere: that they are not here is told, and is no error.</summary>
    private static IEnumerable<ManifestProblem> CheckSecrets(ManifestSet set) =>
        from document in set.Sources.Select(source => source.Document).Concat(set.Destinations.Select(destination => destination.Document))
        from mention in SecretMentions.In(document)
        let complaint = set.Secrets.Find(document.Namespace, mention.Reference, "the cluster must have it").Complaint
        where complaint is not null
        select document.Problem(mention.Path, complaint, isWarning: true);

    /// <summary>Other kinds are not ours to check; but one that is called as ours are may be ours, with an apiVersion that is wrong.</summary>
    private static IEnumerable<ManifestProblem> CheckOthers(ManifestSet set) =>
        from document in set.Others
        where Kinds.All.Any(kind => kind.Name == document.Kind)
        select document.Problem("apiVersion", $"this {document.Kind} is not checked: its apiVersion is not {ApiGroup.ApiVersion}", isWarning: true);
}
