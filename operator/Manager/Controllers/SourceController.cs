using ExtensibleWebhooks.Crds.EventSources;
using ExtensibleWebhooks.Manager.Applying;
using ExtensibleWebhooks.Manager.Desired;
using ExtensibleWebhooks.Manager.Nudging;
using ExtensibleWebhooks.Manager.Planning;
using ExtensibleWebhooks.Manager.Sources;
using ExtensibleWebhooks.Manager.Statuses;
using ExtensibleWebhooks.Runtime.Client;
using ExtensibleWebhooks.Runtime.Rbac;
using ExtensibleWebhooks.Runtime.Reconciliation;
using k8s.Models;

namespace ExtensibleWebhooks.Manager.Controllers;

/// <summary>One source, its destinations and their mappings: gather, plan, apply, nudge, report.</summary>
[EntityRbac(typeof(EventSource), Verbs = RbacVerb.Read)]
[EntityRbac(typeof(EventSource), Subresource = "status", Verbs = RbacVerb.Patch)]
[EntityRbac(typeof(EventSource), Subresource = "finalizers", Verbs = RbacVerb.Update)] // admission may ask for it, to let the owner's deletion wait
[EntityRbac(typeof(V1Secret), Verbs = RbacVerb.Read | RbacVerb.Create | RbacVerb.Patch)]
[EntityRbac(typeof(V1ConfigMap), Verbs = RbacVerb.Read)]
[EntityRbac(typeof(V1Service), Verbs = RbacVerb.Read | RbacVerb.Create | RbacVerb.Patch)]
[EntityRbac(typeof(V1StatefulSet), Verbs = RbacVerb.Read | RbacVerb.Create | RbacVerb.Patch)]
[EntityRbac(typeof(V1PodDisruptionBudget), Verbs = RbacVerb.Read | RbacVerb.Create | RbacVerb.Patch)]
[EntityRbac(typeof(V1NetworkPolicy), Verbs = RbacVerb.Read | RbacVerb.Write)]
[EntityRbac(typeof(PodMonitor), Verbs = RbacVerb.Read | RbacVerb.Write)]
[EntityRbac(typeof(V1Pod), Verbs = RbacVerb.Read | RbacVerb.Patch)]
[EntityRbac(typeof(Corev1Event), Verbs = RbacVerb.Create | RbacVerb.Patch)]
internal sealed class SourceController(
    SourceGatherer gatherer, SourcePlanner planner, SourceApplier applier, Nudger nudger, StatusReporter reporter, SpecChecks checks) : IEntityController<EventSource>
{
    /// <summary>Every change wakes us; this is for what nobody announced.</summary>
    private static readonly TimeSpan NextLook = TimeSpan.FromMinutes(10);

    /// <summary>A refusal lasts until somebody changes something, and some changes (a quota) wake nobody.</summary>
    private static readonly TimeSpan AfterRefusal = TimeSpan.FromSeconds(30);

    public async Task<ReconciliationResult<EventSource>> ReconcileAsync(EventSource entity, CancellationToken cancellationToken)
    {
        var inputs = await gatherer.GatherAsync(entity, cancellationToken);
        var plan = planner.Plan(inputs);
        var outcome = await applier.ApplyAsync(inputs, plan, cancellationToken);
        if (outcome.NamespaceIsGoing)
        {
            return ReconciliationResult<EventSource>.Success(entity);
        }

        if (outcome.IsPublished && plan.WorkerSecret.Object is { } secret)
        {
            var statefulSet = new NamespacedName(entity.Metadata.NamespaceProperty, SourceNames.Of(entity).Worker);
            await nudger.NudgeAsync(statefulSet, secret.Hash, cancellationToken);
        }

        await reporter.ReportAsync(inputs, plan, outcome, cancellationToken);
        return outcome.AllRefusals is { Count: > 0 } refusals
            ? ReconciliationResult<EventSource>.Failure(entity, string.Join("; ", refusals), requeueAfter: AfterRefusal)
            : ReconciliationResult<EventSource>.Success(entity, NextLook);
    }

    /// <summary>What it owns goes with it, by owner references.</summary>
    public Task<ReconciliationResult<EventSource>> DeletedAsync(EventSource entity, CancellationToken cancellationToken)
    {
        gatherer.Forget(entity);
        applier.Forget(entity);
        reporter.Forget(entity);
        checks.Forget(entity);
        return Task.FromResult(ReconciliationResult<EventSource>.Success(entity));
    }
}
