using ExtensibleWebhooks.Crds.WebhookMappings;
using ExtensibleWebhooks.Engine.Checks;
using ExtensibleWebhooks.Manager.Applying;
using ExtensibleWebhooks.Manager.Planning;
using ExtensibleWebhooks.Manager.Sources;
using ExtensibleWebhooks.Runtime.Client;
using k8s;
using k8s.Models;

namespace ExtensibleWebhooks.Manager.Statuses;

/// <summary>Says on each object how it stands. One that changed meanwhile does not keep the others from being told; it is thrown at the end, as a conflict.</summary>
internal sealed class StatusReporter(StatusWriter writer, TimeProvider time)
{
    /// <summary>On a source and all that hangs on it.</summary>
    public async Task ReportAsync(SourceInputs inputs, SourcePlan plan, SourceOutcome outcome, CancellationToken cancellationToken)
    {
        var state = SourceVerdicts.Of(inputs, plan, outcome);
        var conflict = await TryAsync(() => writer.WriteAsync(inputs.Source, inputs.Source.Status, SourceStatuses.Of(inputs, plan, outcome, time), cancellationToken));
        foreach (var branch in plan.Branches)
        {
            conflict = await TryReportAsync(branch, state, cancellationToken) ?? conflict;
        }

        ThrowIf(conflict);
    }

    /// <summary>On a destination whose source does not exist, and on its mappings.</summary>
    public async Task ReportOrphanAsync(BranchPlan branch, CancellationToken cancellationToken) =>
        ThrowIf(await TryReportAsync(branch, SourceVerdicts.NotFound(branch.Destination.Spec.SourceRef.Name), cancellationToken));

    /// <summary>On a mapping whose destination does not exist.</summary>
    public Task ReportOrphanAsync(WebhookMapping mapping, Findings findings, CancellationToken cancellationToken) =>
        writer.WriteAsync(mapping, mapping.Status, MappingStatuses.NotFound(mapping, findings, time), cancellationToken);

    /// <summary>The object is gone.</summary>
    public void Forget(IKubernetesObject<V1ObjectMeta> entity) => writer.Forget(entity);

    private async Task<KubeApiException?> TryReportAsync(BranchPlan branch, SourceState source, CancellationToken cancellationToken)
    {
        var destination = branch.Destination;
        var conflict = await TryAsync(() => writer.WriteAsync(destination, destination.Status, DestinationStatuses.Of(branch, source, time), cancellationToken));
        foreach (var mapping in branch.Mappings)
        {
            var status = MappingStatuses.Of(mapping, branch, source, time);
            conflict = await TryAsync(() => writer.WriteAsync(mapping.Mapping, mapping.Mapping.Status, status, cancellationToken)) ?? conflict;
        }

        return conflict;
    }

    private static async Task<KubeApiException?> TryAsync(Func<Task> write)
    {
        try
        {
            await write();
            return null;
        }
        catch (KubeApiException exception) when (exception.Error.IsConflict)
        {
            return exception;
        }
    }

    private static void ThrowIf(KubeApiException? conflict)
    {
        if (conflict is not null)
        {
            throw new KubeApiException(conflict.Error);
        }
    }
}
