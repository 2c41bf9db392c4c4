using ExtensibleWebhooks.Crds.Conditions;
using ExtensibleWebhooks.Crds.WebhookMappings;
using ExtensibleWebhooks.Engine.Checks;
using ExtensibleWebhooks.Manager.Planning;

namespace ExtensibleWebhooks.Manager.Statuses;

/// <summary>The status of a mapping.</summary>
internal static class MappingStatuses
{
    public static WebhookMappingStatus Of(MappingPlan mapping, BranchPlan branch, SourceState source, TimeProvider time) =>
        Of(mapping.Mapping, mapping.Findings, ReferenceOf(branch, source), PublishedOf(mapping, branch, source), time);

    /// <summary>For a mapping whose destination does not exist.</summary>
    public static WebhookMappingStatus NotFound(WebhookMapping mapping, Findings findings, TimeProvider time)
    {
        var name = mapping.Spec.DestinationRef.Name;
        var missing = Verdict.False(
            Reason.DestinationNotFound, $"spec.destinationRef: there is no WebhookDestination \"{name}\" in this namespace: create it, or name another");
        return Of(mapping, findings, missing, missing with { Reason = Reason.NotPublished }, time);
    }

    private static WebhookMappingStatus Of(WebhookMapping mapping, Findings findings, Verdict reference, Verdict published, TimeProvider time)
    {
        var conditions = ConditionSet.From(mapping.Status?.Conditions, mapping.Metadata.Generation, time);
        SourceVerdicts.SpecOf(findings).AddTo(conditions, ConditionTypes.SpecValid);
        reference.AddTo(conditions, ConditionTypes.ReferencesResolved);
        published.AddTo(conditions, ConditionTypes.ConfigPublished);
        if (published.Reason == Reason.Disabled)
        {
            conditions.Disabled(published.Message);
        }

        return new WebhookMappingStatus
        {
            ObservedGeneration = mapping.Metadata.Generation,
            Matched = mapping.Status?.Matched,
            LastMatchTime = mapping.Status?.LastMatchTime,
            Conditions = conditions.Build(),
        };
    }

    private static Verdict ReferenceOf(BranchPlan branch, SourceState source)
    {
        var name = branch.Destination.Metadata.Name;
        return source.Reference.Status == ConditionStatus.True && branch.Findings.IsValid
            ? Verdict.True(Reason.Resolved, "The WebhookDestination is there.")
            : Verdict.False(
                Reason.ReferenceNotReady,
                $"WebhookDestination \"{name}\" is not valid or leads to no source: its conditions {ConditionTypes.SpecValid} and {ConditionTypes.ReferencesResolved} say why");
    }

    private static Verdict PublishedOf(MappingPlan mapping, BranchPlan branch, SourceState source)
    {
        var destination = branch.Destination.Metadata.Name;
        return (mapping, branch) switch
        {
            ({ Findings.IsValid: false }, _) => Verdict.False(Reason.NotPublished, "The spec is not valid: the workers are not told of it."),
            ({ Mapping.Spec.Enabled: false }, _) => Verdict.True(Reason.Disabled, "spec.enabled is false: nothing is sent."),
            (_, { Findings.IsValid: false }) => Verdict.False(Reason.NotPublished, $"WebhookDestination \"{destination}\" is not valid: the workers are not told of it."),
            (_, { Destination.Spec.Enabled: false }) => Verdict.True(Reason.Disabled, $"WebhookDestination \"{destination}\" is disabled: nothing is sent."),
            _ => source.Published,
        };
    }
}
