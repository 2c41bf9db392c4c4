using System.Text.Json.Nodes;
using ExtensibleWebhooks.Crds.EventSources;
using ExtensibleWebhooks.Runtime.Client;

namespace ExtensibleWebhooks.Manager.Desired;

/// <summary>At most one worker pod goes at a time. A single one may go: a budget that forbids it would stop every drain of its node.</summary>
internal static class WorkerDisruptionBudget
{
    /// <param name="source">The owner.</param>
    /// <param name="resource">The version that the cluster serves.</param>
    public static DesiredObject Of(EventSource source, ApiResource resource)
    {
        var names = SourceNames.Of(source);
        return DesiredObject.Of(resource, source, names.Worker, ("spec", new JsonObject
        {
            ["maxUnavailable"] = 1,
            ["selector"] = new JsonObject { ["matchLabels"] = Labels.SelectorOf(names) },
        }));
    }
}
