using ExtensibleWebhooks.Crds.Conditions;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Manager.Planning;

namespace ExtensibleWebhooks.Manager.Statuses;

/// <summary>The status of a destination.</summary>
internal static class DestinationStatuses
{
    private const string IsDisabled = "spec.enabled is false: nothing is sent.";

    private static readonly Reason[] Waiting =
    [
        Reason.CredentialsMissing, Reason.CredentialsRejected, Reason.Held, Reason.EndpointGone, Reason.CircuitOpen, Reason.Paused, Reason.ParkingFull,
        Reason.FunctionUnusable,
    ];

    public static WebhookDestinationStatus Of(BranchPlan branch, SourceState source, TimeProvider time)
    {
        var destination = branch.Destination;
        var conditions = ConditionSet.From(destination.Status?.Conditions, destination.Metadata.Generation, time);
        SourceVerdicts.SpecOf(branch.Findings).AddTo(conditions, ConditionTypes.SpecValid);
        source.Reference.AddTo(conditions, ConditionTypes.ReferencesResolved);
        SourceVerdicts.SecretsOf(branch.Missing).AddTo(conditions, ConditionTypes.SecretsResolved);
        CredentialsVerdict.Of(branch)?.AddTo(conditions, ConditionTypes.CredentialsReady);
        PublishedOf(branch, source).AddTo(conditions, ConditionTypes.ConfigPublished);
        if (branch.IsIncluded && destination.Status?.Delivery is { } delivery)
        {
            DeliveringOf(delivery).AddTo(conditions, ConditionTypes.Delivering);
        }

        return new WebhookDestinationStatus
        {
            ObservedGeneration = destination.Metadata.Generation,
            Mappings = new MappingCounts
            {
                Total = branch.Mappings.Count,
                Enabled = branch.Mappings.Count(mapping => mapping.Findings.IsValid && mapping.Mapping.Spec.Enabled),
                Invalid = branch.Mappings.Count(mapping => !mapping.Findings.IsValid),
            },
            RetrySchedule = branch.Findings.IsValid ? RetrySentence.Of(destination.Spec.Delivery.Retry) : null,
            Credentials = destination.Status?.Credentials,
            Delivery = destination.Status?.Delivery,
            Conditions = (destination.Spec.Enabled ? conditions : conditions.Disabled(IsDisabled)).Build(),
        };
    }

    /// <summary>A pause that the receiver asked for is no fault of anybody's. A word that this version does not know is told as Held.</summary>
    private static Verdict DeliveringOf(DeliveryStatus delivery)
    {
        if (delivery.HeldReason is not { } held)
        {
            return Verdict.True(Reason.Delivering, "The worker sends what there is to send.");
        }

        var reason = Array.Find(Waiting, known => known.ToString() == held);
        var message = delivery.Held ?? held;
        return reason == Reason.Paused ? Verdict.True(reason, message) : Verdict.False(reason == default ? Reason.Held : reason, message);
    }

    private static Verdict PublishedOf(BranchPlan branch, SourceState source) => branch switch
    {
        { Findings.Reason: Reason.InvalidFunction, IsIncluded: true } =>
            Verdict.False(Reason.NotPublished, "The insert function does not compile: the workers keep the destination's events and send none until it does."),
        { Findings.IsValid: false } => Verdict.False(Reason.NotPublished, "The spec is not valid: the workers are not told of it."),
        { Destination.Spec.Enabled: false } => Verdict.True(Reason.Disabled, IsDisabled),
        _ => source.Published,
    };
}
