using System.Text.Json.Nodes;
using ExtensibleWebhooks.Crds.EventSources;
using ExtensibleWebhooks.Manager.Configuration;

namespace ExtensibleWebhooks.Manager.Desired;

/// <summary>The worker of an embedded log: one pod with its own volume.</summary>
internal static class WorkerStatefulSet
{
    /// <param name="source">Valid, with an embedded log as its claims can be.</param>
    /// <param name="options">Defaults of the pods.</param>
    public static DesiredObject Of(EventSource source, WorkerOptions options)
    {
        var names = SourceNames.Of(source);
        var spec = new JsonObject
        {
            ["replicas"] = source.Spec.Workers.Replicas,
            ["serviceName"] = names.Worker,
            ["selector"] = new JsonObject { ["matchLabels"] = Labels.SelectorOf(names) },
            ["template"] = WorkerPod.Of(source, options),
        };
        if (ClaimsOf(source) is { Count: > 0 } wanted)
        {
            spec["volumeClaimTemplates"] = wanted;
        }

        return DesiredObject.Of(Resources.StatefulSets, source, names.Worker, ("spec", spec));
    }

    /// <summary>The claim templates that the spec asks for; empty for an ephemeral log.</summary>
    private static JsonArray ClaimsOf(EventSource source)
    {
        var embedded = source.Spec.Engine.Embedded ?? new EmbeddedEngine();
        if (embedded.Ephemeral)
        {
            return [];
        }

        var spec = new JsonObject
        {
            ["accessModes"] = new JsonArray("ReadWriteOnce"),
            ["resources"] = new JsonObject { ["requests"] = new JsonObject { ["storage"] = embedded.Size.ToQuantity() } },
        };
        if (embedded.StorageClassName is { } storageClass)
        {
            spec["storageClassName"] = storageClass;
        }

        return
        [
            new JsonObject
            {
                ["metadata"] = new JsonObject { ["name"] = WorkerPod.DataVolume, ["labels"] = Labels.SelectorOf(SourceNames.Of(source)) },
                ["spec"] = spec,
            },
        ];
    }
}
