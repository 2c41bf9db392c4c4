using System.Text.Json;
using System.Text.Json.Nodes;
using ExtensibleWebhooks.Crds;
using ExtensibleWebhooks.Operator.Tests.Runtime.Controllers;
using ExtensibleWebhooks.Runtime.Client;

namespace ExtensibleWebhooks.Operator.Tests.Manager.Controllers;

/// <summary>One object whose status is kept as the API server would (RFC 7396), and nothing else of a cluster.</summary>
/// <param name="entity">What is at the server.</param>
internal sealed class FakeStatuses(object entity) : NoClient
{
    private readonly JsonObject _object = JsonSerializer.SerializeToNode(entity, entity.GetType(), Json.Options)?.AsObject() ?? [];

    /// <summary>How often it was patched.</summary>
    public int Patches { get; private set; }

    public override Task<T?> GetAsync<T>(ApiResource resource, string? @namespace, string name, CancellationToken cancellationToken)
        where T : class => Task.FromResult(_object.Deserialize<T>(Json.Options));

    public override Task<T> MergeStatusAsync<T>(ApiResource resource, string? @namespace, string name, JsonObject patch, CancellationToken cancellationToken)
    {
        Patches++;
        Merge(_object, patch);
        return Task.FromResult((T)(object)_object);
    }

    private static void Merge(JsonObject target, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            if (value is null)
            {
                target.Remove(name);
            }
            else if (value is not JsonObject inner)
            {
                target[name] = value.DeepClone();
            }
            else
            {
                if (target[name] is not JsonObject below)
                {
                    target[name] = below = [];
                }

                Merge(below, inner);
            }
        }
    }
}
