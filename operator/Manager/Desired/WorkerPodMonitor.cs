using System.Text.Json.Nodes;
using ExtensibleWebhooks.Crds.EventSources;
using ExtensibleWebhooks.Manager.Configuration;

namespace ExtensibleWebhooks.Manager.Desired;

/// <summary>Tells the Prometheus operator to scrape the worker pods.</summary>
internal static class WorkerPodMonitor
{
    public static DesiredObject Of(EventSource source, PodMonitorOptions options)
    {
        var names = SourceNames.Of(source);
        var monitor = DesiredObject.Of(Resources.PodMonitors, source, names.Worker, ("spec", new JsonObject
        {
            ["selector"] = new JsonObject { ["matchLabels"] = Labels.SelectorOf(names) },
            ["podMetricsEndpoints"] = new JsonArray(
                new JsonObject { ["port"] = WorkerPod.ManagementPortName, ["path"] = "/metrics", ["interval"] = options.Interval }),
        }));
        return options.Labels.Count == 0 ? monitor : monitor.WithLabels(options.Labels);
    }
}
