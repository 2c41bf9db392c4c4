using System.Text;
using ExtensibleWebhooks.Crds.Conditions;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Crds.WebhookMappings;
using ExtensibleWebhooks.Engine.Checks;
using ExtensibleWebhooks.Manager.Sources;

namespace ExtensibleWebhooks.Manager.Planning;

/// <summary>Decides what of a destination and its mappings the worker is told.</summary>
internal static class BranchPlanner
{
    /// <param name="branch">The destination and its mappings.</param>
    /// <param name="secrets">Those that exist; null where there is no source to read them for.</param>
    /// <param name="configMaps">As <paramref name="secrets"/>.</param>
    /// <param name="checks">What is valid.</param>
    public static BranchPlan Plan(
        Branch branch, IReadOnlyDictionary<string, SecretSnapshot>? secrets, IReadOnlyDictionary<string, SecretSnapshot>? configMaps, SpecChecks checks)
    {
        var findings = FindingsOf(branch.Destination, configMaps, checks);

        var isIncluded = SpecChecks.MaySend(findings) && branch.Destination.Spec.Enabled;
        var mappings = branch.Mappings.Select(mapping =>
        {
            var found = FindingsOf(mapping, branch.Destination, checks);
            return new MappingPlan(mapping, found, isIncluded && found.IsValid && mapping.Spec.Enabled);
        });
        return new BranchPlan(branch.Destination, findings, MissingOf(branch.Destination, secrets, configMaps), isIncluded, [.. mappings]);
    }

    /// <summary>A source in a ConfigMap is compiled as one in the spec is; one that is missing is told with the Secrets that are.</summary>
    private static Findings FindingsOf(WebhookDestination destination, IReadOnlyDictionary<string, SecretSnapshot>? configMaps, SpecChecks checks)
    {
        var findings = checks.Of(destination);
        var source = SecretReferences.ConfigMapsOf(destination).Select(reference => configMaps?.GetValueOrDefault(reference.Ref.Name)?[reference.Ref.Key]).FirstOrDefault();
        return findings.IsValid && source is not null ? checks.OfFunction(destination, Encoding.UTF8.GetString(source)) : findings;
    }

    /// <summary>By itself, then beside its destination.</summary>
    private static Findings FindingsOf(WebhookMapping mapping, WebhookDestination destination, SpecChecks checks)
    {
        var findings = checks.Of(mapping);
        return findings.IsValid ? Findings.Of(Reason.InvalidMapping, CredentialHeaders.Check(mapping, destination)) : findings;
    }

    private static List<MissingSecret>? MissingOf(
        WebhookDestination destination, IReadOnlyDictionary<string, SecretSnapshot>? secrets, IReadOnlyDictionary<string, SecretSnapshot>? configMaps) =>
        secrets is null ? null :
        [
            .. MissingSecret.Among(SecretReferences.Of(destination), secrets),
            .. MissingSecret.Among(SecretReferences.ConfigMapsOf(destination), configMaps ?? new Dictionary<string, SecretSnapshot>()),
        ];
}
