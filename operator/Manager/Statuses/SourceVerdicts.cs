using ExtensibleWebhooks.Crds.Conditions;
using ExtensibleWebhooks.Crds.EventSources;
using ExtensibleWebhooks.Engine.Checks;
using ExtensibleWebhooks.Manager.Applying;
using ExtensibleWebhooks.Manager.Desired;
using ExtensibleWebhooks.Manager.Planning;
using ExtensibleWebhooks.Manager.Sources;

namespace ExtensibleWebhooks.Manager.Statuses;

/// <summary>What is so of a source, after its plan was carried out.</summary>
internal static class SourceVerdicts
{
    public static SourceState Of(SourceInputs inputs, SourcePlan plan, SourceOutcome outcome) =>
        new(ReferenceOf(inputs.Source, plan), PublishedOf(plan, outcome));

    /// <summary>For destinations whose source does not exist.</summary>
    public static SourceState NotFound(string name)
    {
        var missing = Verdict.False(Reason.SourceNotFound, $"spec.sourceRef: there is no EventSource \"{name}\" in this namespace: create it, or name another");
        return new SourceState(missing, Verdict.False(Reason.NotPublished, missing.Message));
    }

    public static Verdict SpecOf(Findings findings) => findings.IsValid
        ? Verdict.True(Reason.Valid, "The spec holds together.")
        : Verdict.False(findings.Reason, Sentences.Join(findings.Diagnostics));

    public static Verdict SecretsOf(IReadOnlyList<MissingSecret>? missing) => missing switch
    {
        null => new Verdict(ConditionStatus.Unknown, Reason.SourceNotFound, "Secrets are looked at when there is an EventSource"),
        [] => Verdict.True(Reason.Resolved, "Every Secret and key is there."),
        _ => Verdict.False(missing[0].Reason, Sentences.Join(missing)),
    };

    public static Verdict WorkersOf(SourceInputs inputs, SourceOutcome outcome)
    {
        var (desired, ready) = (inputs.StatefulSet?.Spec?.Replicas ?? inputs.Source.Spec.Workers.Replicas, inputs.StatefulSet?.Status?.ReadyReplicas ?? 0);
        return outcome.Refusals.Count > 0 ? Verdict.False(Reason.ApplyFailed, Sentences.Join(outcome.Refusals))
            : inputs.Source.Spec.Workers.Replicas == 0 ? Verdict.False(Reason.ScaledToZero, "spec.workers.replicas is 0: no events are accepted or delivered")
            : ready >= desired ? Verdict.True(Reason.WorkersReady, "The worker pods are ready.")
            : Verdict.False(
                Reason.WorkersNotReady,
                $"{ready} of {desired} worker pods are ready: `kubectl get pods -l {Labels.Name}={Labels.WorkerName},{Labels.Instance}={SourceNames.Of(inputs.Source).Instance}` shows them");
    }

    private static Verdict ReferenceOf(EventSource source, SourcePlan plan) => plan.IsBlocked
        ? Verdict.False(Reason.ReferenceNotReady, $"The spec of EventSource \"{source.Metadata.Name}\" is not valid: its condition {ConditionTypes.SpecValid} says where")
        : Verdict.True(Reason.Resolved, "The EventSource is there.");

    private static Verdict PublishedOf(SourcePlan plan, SourceOutcome outcome) => (plan, outcome) switch
    {
        (_, { IsPublished: true }) => Verdict.True(Reason.Published, "The workers' configuration is as it should be."),
        (_, { SecretRefusal: { } refusal }) => Verdict.False(Reason.ApplyFailed, refusal),
        ({ WorkerSecret.TooLarge: { } tooLarge }, _) => Verdict.False(Reason.ConfigTooLarge, $"{tooLarge.Message}; until then it stays as it was"),
        ({ IsBlocked: true }, _) => Verdict.False(Reason.NotPublished, "The EventSource's spec is not valid; what is running stays as it was"),
        _ => Verdict.False(Reason.NotPublished, "There is no write key, and the workers' configuration stays as it was"),
    };
}
