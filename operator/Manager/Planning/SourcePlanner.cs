using System.Text;
using ExtensibleWebhooks.Crds.Conditions;
using ExtensibleWebhooks.Crds.EventSources;
using ExtensibleWebhooks.Crds.Validation;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Crds.WorkerConfigs;
using ExtensibleWebhooks.Engine.Checks;
using ExtensibleWebhooks.Manager.Configuration;
using ExtensibleWebhooks.Manager.Desired;
using ExtensibleWebhooks.Manager.Sources;
using ExtensibleWebhooks.Runtime.Client;

namespace ExtensibleWebhooks.Manager.Planning;

/// <summary>From what there is to what there should be. Pure: the same inputs give the same plan, and nothing is asked or written.</summary>
internal sealed class SourcePlanner(ManagerOptions options, SpecChecks checks)
{
    public SourcePlan Plan(SourceInputs inputs)
    {
        var branches = inputs.Branches.Select(branch => BranchPlanner.Plan(branch, inputs.Secrets, inputs.ConfigMaps, checks)).ToList();
        var storage = StoragePlan.Of(inputs.Source, inputs.StatefulSet);
        var findings = FindingsOf(inputs.Source, storage);
        return findings.IsValid || findings.Reason == Reason.ImmutableField
            ? PlanValid(inputs, findings, branches, WithEngine(inputs.Source, storage.Engine))
            : new SourcePlan { Findings = findings, Missing = [], Branches = branches, WorkerSecret = WorkerSecretPlan.Unchanged };
    }

    /// <summary>A spec that is valid by itself may not be so with the volume that there is.</summary>
    private Findings FindingsOf(EventSource source, StoragePlan storage)
    {
        var findings = checks.Of(source);
        if (!findings.IsValid || storage.Differences.Count == 0)
        {
            return findings;
        }

        var withVolume = ShapeValidation.Validate(WithEngine(source, storage.Engine));
        return withVolume.Count == 0
            ? new Findings(Reason.ImmutableField, storage.Differences)
            : new Findings(Reason.InvalidSpec, [.. storage.Differences, .. withVolume]);
    }

    private SourcePlan PlanValid(SourceInputs inputs, Findings findings, List<BranchPlan> branches, EventSource effective)
    {
        var newKey = NewWriteKeyOf(inputs);
        var key = newKey ?? ExistingWriteKeyOf(inputs);
        return new SourcePlan
        {
            Findings = findings,
            Missing = newKey is null ? MissingSecret.Among([SecretReferences.Of(inputs.Source)], inputs.Secrets) : [],
            Branches = branches,
            NewWriteKey = newKey is null ? null : SourceSecrets.WriteKey(inputs.Source, newKey),
            WorkerSecret = key is null ? WorkerSecretPlan.Unchanged : WorkerSecretPlan.Of(inputs, ConfigOf(inputs.Source, branches), key),
            Objects = [.. ObjectsOf(inputs, effective)],
            Unwanted = [.. UnwantedOf(inputs)],
        };
    }

    /// <summary>Null where the user names a Secret, or the generated one is there already: it is never made anew over another.</summary>
    private static byte[]? NewWriteKeyOf(SourceInputs inputs) =>
        inputs.Source.Spec.WriteKeySecretRef is null && !inputs.Secrets.ContainsKey(SourceNames.Of(inputs.Source).GeneratedWriteKey)
            ? Encoding.UTF8.GetBytes(inputs.Fresh.WriteKey)
            : null;

    private static byte[]? ExistingWriteKeyOf(SourceInputs inputs)
    {
        var reference = WorkerConfigBuilder.WriteKeyRef(inputs.Source);
        return inputs.Secrets.GetValueOrDefault(reference.Name)?[reference.Key];
    }

    private static WorkerConfigPlan ConfigOf(EventSource source, List<BranchPlan> branches) => WorkerConfigBuilder.Build(
        source,
        branches.Where(branch => branch.IsIncluded)
            .Select(branch => (branch.Destination, branch.Mappings.Where(mapping => mapping.IsIncluded).Select(mapping => mapping.Mapping))),
        branches.Where(branch => !branch.IsIncluded).Select(DisabledOf));

    /// <summary>An enabled destination whose spec was broken by an edit loses nothing meanwhile.</summary>
    private static DisabledDestination DisabledOf(BranchPlan branch) => new()
    {
        Name = branch.Destination.Metadata.Name,
        Uid = branch.Destination.Metadata.Uid,
        WhileDisabled = branch.Destination.Spec.Enabled ? WhileDisabled.Hold : branch.Destination.Spec.WhileDisabled,
        DeadLetters = branch.Findings.IsValid ? branch.Destination.Spec.Delivery.DeadLetters : null,
    };

    private IEnumerable<DesiredObject> ObjectsOf(SourceInputs inputs, EventSource source)
    {
        if (options.NetworkPolicy.Enabled)
        {
            // Before the pods that it guards.
            yield return WorkerNetworkPolicy.Of(source, options.NetworkPolicy);
        }

        yield return Services.Ingest(source);
        yield return Services.Headless(source);
        yield return WorkerStatefulSet.Of(source, options.Workers);
        if (inputs.Served.DisruptionBudgets is { } budgets)
        {
            yield return WorkerDisruptionBudget.Of(source, budgets);
        }

        if (inputs.Served.PodMonitors && options.PodMonitor.Enabled)
        {
            yield return WorkerPodMonitor.Of(source, options.PodMonitor);
        }
    }

    private IEnumerable<(ApiResource, string)> UnwantedOf(SourceInputs inputs)
    {
        var name = SourceNames.Of(inputs.Source).Worker;
        if (!options.NetworkPolicy.Enabled)
        {
            yield return (Resources.NetworkPolicies, name);
        }

        if (inputs.Served.PodMonitors && !options.PodMonitor.Enabled)
        {
            yield return (Resources.PodMonitors, name);
        }
    }

    private static EventSource WithEngine(EventSource source, EmbeddedEngine engine) => new()
    {
        ApiVersion = source.ApiVersion,
        Kind = source.Kind,
        Metadata = source.Metadata,
        Spec = source.Spec with { Engine = source.Spec.Engine with { Embedded = engine } },
    };
}
