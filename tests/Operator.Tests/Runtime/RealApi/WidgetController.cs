using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using ExtensibleWebhooks.Runtime.Client;
using ExtensibleWebhooks.Runtime.Events;
using ExtensibleWebhooks.Runtime.Rbac;
using ExtensibleWebhooks.Runtime.Reconciliation;
using k8s.Models;

namespace ExtensibleWebhooks.Operator.Tests.Runtime.RealApi;

/// <summary>Makes a ConfigMap of each widget, and says so in its status.</summary>
[EntityRbac(typeof(Widget), Verbs = RbacVerb.Read | RbacVerb.Patch)]
[EntityRbac(typeof(Widget), Subresource = "status", Verbs = RbacVerb.Patch)]
[EntityRbac(typeof(V1ConfigMap), Verbs = RbacVerb.Read | RbacVerb.Write)]
internal sealed class WidgetController(IResourceClient client, EventPublisher events, TimeProvider time) : IEntityController<Widget>
{
    public ConcurrentQueue<string> Deleted { get; } = new();

    public ConcurrentDictionary<string, int> Reconciled { get; } = new();

    public async Task<ReconciliationResult<Widget>> ReconcileAsync(Widget entity, CancellationToken cancellationToken)
    {
        Reconciled.AddOrUpdate(entity.Metadata.Name, 1, (_, count) => count + 1);
        if (entity.Spec.Size < 0)
        {
            return ReconciliationResult<Widget>.Terminal(entity, "size is negative");
        }

        await client.ApplyAsync<V1ConfigMap>(ApiResource.Of<V1ConfigMap>(), ConfigMapOf(entity), cancellationToken);
        var status = new WidgetStatus
        {
            ObservedGeneration = entity.Metadata.Generation,
            Size = entity.Spec.Size,
            Conditions = [new V1Condition { Type = "Ready", Status = "True", Reason = "Made", Message = "", LastTransitionTime = time.GetUtcNow().UtcDateTime }],
        };
        if (await client.PatchStatusAsync(entity, entity.Status, status, cancellationToken))
        {
            await events(entity, "Made", $"size {entity.Spec.Size}", EventType.Normal, cancellationToken);
        }

        return ReconciliationResult<Widget>.Success(entity);
    }

    public Task<ReconciliationResult<Widget>> DeletedAsync(Widget entity, CancellationToken cancellationToken)
    {
        Deleted.Enqueue(entity.Metadata.Name);
        return Task.FromResult(ReconciliationResult<Widget>.Success(entity));
    }

    private static JsonObject ConfigMapOf(Widget entity) => new()
    {
        ["metadata"] = new JsonObject
        {
            ["name"] = entity.Metadata.Name,
            ["namespace"] = entity.Metadata.NamespaceProperty,
            ["labels"] = new JsonObject { ["app.kubernetes.io/managed-by"] = "widgets" },
            ["ownerReferences"] = new JsonArray(new JsonObject
            {
                ["apiVersion"] = entity.ApiVersion,
                ["kind"] = entity.Kind,
                ["name"] = entity.Metadata.Name,
                ["uid"] = entity.Metadata.Uid,
                ["controller"] = true,
                ["blockOwnerDeletion"] = true,
            }),
        },
        ["data"] = new JsonObject { ["size"] = $"{entity.Spec.Size}" },
    };
}

/// <summary>Notes what it undoes.</summary>
internal sealed class WidgetCleanup : IEntityFinalizer<Widget>
{
    public const string Name = "tests.extensible.dev/cleanup";

    public ConcurrentQueue<string> Undone { get; } = new();

    public Task<ReconciliationResult<Widget>> FinalizeAsync(Widget entity, CancellationToken cancellationToken)
    {
        Undone.Enqueue(entity.Metadata.Name);
        return Task.FromResult(ReconciliationResult<Widget>.Success(entity));
    }
}
