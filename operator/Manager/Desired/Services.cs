using System.Text.Json.Nodes;
using ExtensibleWebhooks.Crds.EventSources;

namespace ExtensibleWebhooks.Manager.Desired;

/// <summary>How worker pods are reached: events by a stable address, the management port by each pod's own name.</summary>
internal static class Services
{
    /// <summary>Where events are posted to, inside the cluster.</summary>
    public static string IngestUrlOf(EventSource source) => $"http://{SourceNames.Of(source).Ingest}.{source.Metadata.NamespaceProperty}.svc";

    public static DesiredObject Ingest(EventSource source)
    {
        var names = SourceNames.Of(source);
        return DesiredObject.Of(Resources.Services, source, names.Ingest, ("spec", new JsonObject
        {
            ["type"] = "ClusterIP",
            ["selector"] = Labels.SelectorOf(names),
            ["ports"] = new JsonArray(Port("http", 80, WorkerPod.IngestPortName)),
        }));
    }

    public static DesiredObject Headless(EventSource source)
    {
        var names = SourceNames.Of(source);
        return DesiredObject.Of(Resources.Services, source, names.Worker, ("spec", new JsonObject
        {
            ["clusterIP"] = "None",
            ["selector"] = Labels.SelectorOf(names),
            // A pod that is not ready is the one whose state is worth reading.
            ["publishNotReadyAddresses"] = true,
            ["ports"] = new JsonArray(Port(WorkerPod.ManagementPortName, WorkerPod.ManagementPort, WorkerPod.ManagementPortName)),
        }));
    }

    private static JsonObject Port(string name, int port, string target) =>
        new() { ["name"] = name, ["port"] = port, ["targetPort"] = target, ["protocol"] = "TCP" };
}
