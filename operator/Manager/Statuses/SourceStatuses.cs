using ExtensibleWebhooks.Crds.Conditions;
using ExtensibleWebhooks.Crds.EventSources;
using ExtensibleWebhooks.Crds.WorkerConfigs;
using ExtensibleWebhooks.Manager.Applying;
using ExtensibleWebhooks.Manager.Desired;
using ExtensibleWebhooks.Manager.Planning;
using ExtensibleWebhooks.Manager.Sources;

namespace ExtensibleWebhooks.Manager.Statuses;

/// <summary>The status of an EventSource.</summary>
internal static class SourceStatuses
{
    public static EventSourceStatus Of(SourceInputs inputs, SourcePlan plan, SourceOutcome outcome, TimeProvider time)
    {
        var source = inputs.Source;
        var conditions = ConditionSet.From(source.Status?.Conditions, source.Metadata.Generation, time);
        SourceVerdicts.SpecOf(plan.Findings).AddTo(conditions, ConditionTypes.SpecValid);
        SourceVerdicts.SecretsOf(plan.Missing).AddTo(conditions, ConditionTypes.SecretsResolved);
        SourceVerdicts.Of(inputs, plan, outcome).Published.AddTo(conditions, ConditionTypes.ConfigPublished);
        SourceVerdicts.WorkersOf(inputs, outcome).AddTo(conditions, ConditionTypes.WorkersAvailable);
        return new EventSourceStatus
        {
            ObservedGeneration = source.Metadata.Generation,
            IngestUrl = Services.IngestUrlOf(source),
            WriteKeySecretName = WorkerConfigBuilder.WriteKeyRef(source).Name,
            Workers = new WorkerCounts { Desired = source.Spec.Workers.Replicas, Ready = inputs.StatefulSet?.Status?.ReadyReplicas ?? 0 },
            Events = source.Status?.Events,
            Conditions = conditions.Build(),
        };
    }
}
