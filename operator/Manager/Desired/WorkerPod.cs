using System.Text.Json;
using System.Text.Json.Nodes;
using ExtensibleWebhooks.Crds.EventSources;
using ExtensibleWebhooks.Manager.Configuration;

namespace ExtensibleWebhooks.Manager.Desired;

/// <summary>The template of the worker pods: restricted pod security, no token of the API server, and nothing in it that follows from a Secret's content.</summary>
internal static class WorkerPod
{
    public const int IngestPort = 8080;
    public const int ManagementPort = 9090;
    public const string IngestPortName = "ingest";
    public const string ManagementPortName = "management";
    public const string DataVolume = "data";

    private const string ConfigFolder = "/etc/webhooks";
    private const string DataFolder = "/var/lib/webhooks";
    private const string ConfigVolume = "config";
    private const string ScratchVolume = "tmp";

    public static JsonObject Of(EventSource source, WorkerOptions options)
    {
        var names = SourceNames.Of(source);
        var extra = source.Spec.Workers.PodTemplate ?? new PodTemplateSpec();
        var spec = new JsonObject
        {
            ["automountServiceAccountToken"] = false,
            ["enableServiceLinks"] = false,
            ["terminationGracePeriodSeconds"] = 30,
            ["securityContext"] = PodSecurity(options),
            ["containers"] = new JsonArray(Container(source, options)),
            ["volumes"] = Volumes(source, names),
        };
        AddIfAny(spec, "imagePullSecrets", [.. options.ImagePullSecrets.Concat(extra.ImagePullSecrets ?? []).Distinct().Select(name => new JsonObject { ["name"] = name })]);
        AddIfAny(spec, "tolerations", Items(extra.Tolerations));
        AddIfAny(spec, "topologySpreadConstraints", Items(extra.TopologySpreadConstraints));
        if (extra.NodeSelector is { Count: > 0 } nodeSelector)
        {
            spec["nodeSelector"] = MapOf(nodeSelector);
        }

        if (extra.Affinity is { } affinity)
        {
            spec["affinity"] = JsonNode.Parse(affinity.GetRawText());
        }

        if (extra.PriorityClassName is { } priorityClass)
        {
            spec["priorityClassName"] = priorityClass;
        }

        return new JsonObject { ["metadata"] = Metadata(names, extra), ["spec"] = spec };
    }

    private static JsonObject Metadata(SourceNames names, PodTemplateSpec extra)
    {
        var labels = MapOf(extra.Labels);
        foreach (var (key, value) in Labels.Of(names))
        {
            labels[key] = value?.DeepClone();
        }

        var annotations = MapOf(extra.Annotations);
        annotations["kubectl.kubernetes.io/default-container"] = "worker";
        return new JsonObject { ["labels"] = labels, ["annotations"] = annotations };
    }

    private static JsonObject PodSecurity(WorkerOptions options)
    {
        var security = new JsonObject { ["runAsNonRoot"] = true, ["seccompProfile"] = new JsonObject { ["type"] = "RuntimeDefault" } };
        if (options.FsGroup is { } group)
        {
            // Walking a large volume at each start takes longer than the start.
            security["fsGroup"] = group;
            security["fsGroupChangePolicy"] = "OnRootMismatch";
        }

        return security;
    }

    private static JsonObject Container(EventSource source, WorkerOptions options) => new()
    {
        ["name"] = "worker",
        ["image"] = options.Image,
        ["imagePullPolicy"] = options.ImagePullPolicy,
        ["env"] = Environment(options),
        ["ports"] = new JsonArray(Port(IngestPortName, IngestPort), Port(ManagementPortName, ManagementPort)),
        ["resources"] = ResourcesOf(source, options),
        ["securityContext"] = new JsonObject
        {
            ["allowPrivilegeEscalation"] = false,
            ["readOnlyRootFilesystem"] = true,
            ["runAsNonRoot"] = true,
            ["capabilities"] = new JsonObject { ["drop"] = new JsonArray("ALL") },
        },
        // A large log takes its time to open; until then neither of the others counts.
        ["startupProbe"] = Probe("/healthz", periodSeconds: 2, failureThreshold: 150),
        ["livenessProbe"] = Probe("/healthz", periodSeconds: 10, failureThreshold: 6),
        ["readinessProbe"] = Probe("/readyz", periodSeconds: 5, failureThreshold: 2),
        ["volumeMounts"] = new JsonArray(
            new JsonObject { ["name"] = ConfigVolume, ["mountPath"] = ConfigFolder, ["readOnly"] = true },
            new JsonObject { ["name"] = DataVolume, ["mountPath"] = DataFolder },
            new JsonObject { ["name"] = ScratchVolume, ["mountPath"] = "/tmp" }),
    };

    /// <summary>An administrator's variable replaces one of the runtime's that has its name.</summary>
    private static JsonArray Environment(WorkerOptions options)
    {
        JsonObject[] own =
        [
            Variable("DOTNET_EnableDiagnostics", "0"),
            Variable("WEBHOOKS_CONFIG", ConfigFolder),
            Variable("WEBHOOKS_DATA", DataFolder),
            Variable("WEBHOOKS_EGRESS_ALLOWED", string.Join(',', options.Egress.AllowedCidrs)),
        ];
        var extra = Items(options.ExtraEnv);
        return [.. own.ExceptBy(extra.Select(NameOf), NameOf), .. extra.Select(variable => variable?.DeepClone())];
    }

    private static string? NameOf(JsonNode? variable) => (string?)variable?["name"];

    private static JsonArray Volumes(EventSource source, SourceNames names)
    {
        var volumes = new JsonArray(
            new JsonObject { ["name"] = ConfigVolume, ["secret"] = new JsonObject { ["secretName"] = names.Worker, ["defaultMode"] = 0b100_100_000 } },
            new JsonObject { ["name"] = ScratchVolume, ["emptyDir"] = new JsonObject { ["sizeLimit"] = "64Mi" } });
        var embedded = source.Spec.Engine.Embedded ?? new EmbeddedEngine();
        if (embedded.Ephemeral)
        {
            volumes.Add(new JsonObject { ["name"] = DataVolume, ["emptyDir"] = new JsonObject { ["sizeLimit"] = embedded.Size.ToQuantity() } });
        }

        return volumes;
    }

    private static JsonObject ResourcesOf(EventSource source, WorkerOptions options)
    {
        var given = source.Spec.Workers.Resources ?? options.Resources;
        return given is { ValueKind: JsonValueKind.Object } resources
            ? JsonObject.Create(resources) ?? []
            : new JsonObject
            {
                ["requests"] = new JsonObject { ["cpu"] = "100m", ["memory"] = "128Mi" },
                ["limits"] = new JsonObject { ["memory"] = "512Mi" },
            };
    }

    private static JsonObject Variable(string name, string value) => new() { ["name"] = name, ["value"] = value };

    private static JsonObject Port(string name, int port) => new() { ["name"] = name, ["containerPort"] = port, ["protocol"] = "TCP" };

    private static JsonObject Probe(string path, int periodSeconds, int failureThreshold) => new()
    {
        ["httpGet"] = new JsonObject { ["path"] = path, ["port"] = ManagementPortName },
        ["periodSeconds"] = periodSeconds,
        ["timeoutSeconds"] = 5,
        ["failureThreshold"] = failureThreshold,
    };

    private static JsonObject MapOf(IReadOnlyDictionary<string, string>? map)
    {
        var result = new JsonObject();
        foreach (var (key, value) in (map ?? new Dictionary<string, string>()).OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            result[key] = value;
        }

        return result;
    }

    private static JsonArray Items(IReadOnlyList<JsonElement>? items) => [.. (items ?? []).Select(item => JsonNode.Parse(item.GetRawText()))];

    private static void AddIfAny(JsonObject spec, string member, JsonArray items)
    {
        if (items.Count > 0)
        {
            spec[member] = items;
        }
    }
}
