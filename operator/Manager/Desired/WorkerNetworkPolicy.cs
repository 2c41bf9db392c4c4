using System.Text.Json;
using System.Text.Json.Nodes;
using ExtensibleWebhooks.Crds.EventSources;
using ExtensibleWebhooks.Manager.Configuration;

namespace ExtensibleWebhooks.Manager.Desired;

/// <summary>Nothing comes in but events, and the operator and the monitoring at the management port.</summary>
internal static class WorkerNetworkPolicy
{
    public static DesiredObject Of(EventSource source, NetworkPolicyOptions options)
    {
        var names = SourceNames.Of(source);
        var spec = new JsonObject
        {
            ["podSelector"] = new JsonObject { ["matchLabels"] = Labels.SelectorOf(names) },
            ["policyTypes"] = options.Egress is null ? new JsonArray("Ingress") : new JsonArray("Ingress", "Egress"),
            ["ingress"] = new JsonArray(
                Rule(WorkerPod.IngestPort, Peers(options.IngestFrom)),
                Rule(WorkerPod.ManagementPort, [OperatorPeer(), .. Peers(options.MetricsFrom)])),
        };
        if (options.Egress is not null)
        {
            spec["egress"] = new JsonArray([.. Peers(options.Egress)]);
        }

        return DesiredObject.Of(Resources.NetworkPolicies, source, names.Worker, ("spec", spec));
    }

    private static JsonObject Rule(int port, JsonNode?[] from)
    {
        var rule = new JsonObject { ["ports"] = new JsonArray(new JsonObject { ["port"] = port, ["protocol"] = "TCP" }) };
        if (from.Length > 0)
        {
            rule["from"] = new JsonArray(from);
        }

        return rule;
    }

    /// <summary>By its labels in any namespace: below Kubernetes 1.21 a namespace carries no label with its name. Behind the port stands a bearer token.</summary>
    private static JsonObject OperatorPeer() => new()
    {
        ["namespaceSelector"] = new JsonObject(),
        ["podSelector"] = new JsonObject
        {
            ["matchLabels"] = new JsonObject { [Labels.Name] = Labels.Product, [Labels.Component] = Labels.OperatorComponent },
        },
    };

    private static JsonNode?[] Peers(IReadOnlyList<JsonElement> peers) => [.. peers.Select(peer => JsonNode.Parse(peer.GetRawText()))];
}
