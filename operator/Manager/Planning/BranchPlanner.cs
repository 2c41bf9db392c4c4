using ExtensibleWebhooks.Manager.Sources;

namespace ExtensibleWebhooks.Manager.Planning;

/// <summary>Decides what of a destination and its mappings the worker is told.</summary>
internal static class BranchPlanner
{
    /// <param name="branch">The destination and its mappings.</param>
    /// <param name="secrets">Those that exist; null where there is no source to read them for.</param>
    /// <param name="checks">What is valid.</param>
    public static BranchPlan Plan(Branch branch, IReadOnlyDictionary<string, SecretSnapshot>? secrets, SpecChecks checks)
    {
        var findings = checks.Of(branch.Destination);
        var isIncluded = findings.IsValid && branch.Destination.Spec.Enabled;
        var mappings = branch.Mappings.Select(mapping =>
        {
            var found = checks.Of(mapping);
            return new MappingPlan(mapping, found, isIncluded && found.IsValid && mapping.Spec.Enabled);
        });
        var missing = secrets is null ? null : MissingSecret.Among(SecretReferences.Of(branch.Destination), secrets);
        return new BranchPlan(branch.Destination, findings, missing, isIncluded, [.. mappings]);
    }
}
