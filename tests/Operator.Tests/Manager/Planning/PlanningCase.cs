using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ExtensibleWebhooks.Crds;
using ExtensibleWebhooks.Crds.Conditions;
using ExtensibleWebhooks.Crds.EventSources;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Crds.WebhookMappings;
using ExtensibleWebhooks.Manager.Applying;
using ExtensibleWebhooks.Manager.Configuration;
using ExtensibleWebhooks.Manager.Desired;
using ExtensibleWebhooks.Manager.Planning;
using ExtensibleWebhooks.Manager.Sources;
using ExtensibleWebhooks.Manager.Statuses;
using ExtensibleWebhooks.Support.Yaml;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Time.Testing;

namespace ExtensibleWebhooks.Operator.Tests.Manager.Planning;

/// <summary>One case folder: what is in the cluster, and what the operator makes of it when every write succeeds.</summary>
internal sealed class PlanningCase
{
    private static readonly JsonSerializerOptions Pretty = new(Json.Options) { WriteIndented = true };

    private readonly SourceInputs _inputs;
    private readonly SourcePlan _plan;
    private readonly SourceOutcome _outcome;

    public PlanningCase(string yaml, ManagerOptions? options = null)
    {
        var documents = YamlDocuments.Parse(yaml);
        _inputs = InputsOf(documents);
        _plan = new SourcePlanner(options ?? Options, new SpecChecks()).Plan(_inputs);
        _outcome = new SourceOutcome(_plan.WorkerSecret.Object is not null, null, []);
    }

    /// <summary>With what is required, and defaults.</summary>
    public static ManagerOptions Options => new() { Workers = new WorkerOptions { Image = "worker:test" } };

    public SourcePlan Plan => _plan;

    /// <summary>Every object but the Secrets, as it would be applied.</summary>
    public string Objects() => Write(new JsonArray([.. _plan.Objects.Select(desired => desired.Document.DeepClone())]));

    /// <summary>The files of the worker's Secret, and config.json.</summary>
    public string Config()
    {
        var data = _plan.WorkerSecret.Object?.Document["data"]?.AsObject();
        var config = data?["config.json"]?.GetValue<string>();
        return Write(new JsonObject
        {
            ["files"] = new JsonArray([.. (data ?? []).Select(file => JsonValue.Create(file.Key))]),
            ["config"] = config is null ? null : JsonNode.Parse(Convert.FromBase64String(config)),
        });
    }

    /// <summary>A line for each condition of each object.</summary>
    public string Conditions()
    {
        var state = SourceVerdicts.Of(_inputs, _plan, _outcome);
        var time = new FakeTimeProvider();
        var text = new StringBuilder();
        Append(text, $"EventSource {_inputs.Source.Metadata.Name}", SourceStatuses.Of(_inputs, _plan, _outcome, time).Conditions);
        foreach (var branch in _plan.Branches)
        {
            Append(text, $"WebhookDestination {branch.Destination.Metadata.Name}", DestinationStatuses.Of(branch, state, time).Conditions);
            foreach (var mapping in branch.Mappings)
            {
                Append(text, $"WebhookMapping {mapping.Mapping.Metadata.Name}", MappingStatuses.Of(mapping, branch, state, time).Conditions);
            }
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, string name, IReadOnlyList<Condition> conditions)
    {
        text.Append(name).Append('\n');
        foreach (var condition in conditions)
        {
            text.Append($"  {condition.Type} {condition.Status} {condition.Reason}{(condition.Message.Length == 0 ? "" : ": ")}{condition.Message}\n");
        }
    }

    private static string Write(JsonNode node) => node.ToJsonString(Pretty) + "\n";

    private static SourceInputs InputsOf(IReadOnlyList<JsonNode> documents)
    {
        var source = Assert.Single(OfKind<EventSource>(documents, EventSource.KubeKind));
        var mappings = OfKind<WebhookMapping>(documents, WebhookMapping.KubeKind).ToLookup(mapping => mapping.Spec.DestinationRef.Name);
        var secrets = documents.Where(document => (string?)document["kind"] == "Secret").Select(SecretOf).ToDictionary(secret => secret.Name);
        return new SourceInputs
        {
            Source = source,
            Branches = [.. OfKind<WebhookDestination>(documents, WebhookDestination.KubeKind).Select(destination => new Branch(destination, [.. mappings[destination.Metadata.Name]]))],
            Secrets = secrets.Where(secret => secret.Key != SourceNames.Of(source).Worker).ToDictionary(),
            ConfigMaps = documents.Where(document => (string?)document["kind"] == "ConfigMap").Select(document => SecretOf(document)).ToDictionary(configMap => configMap.Name),
            WorkerSecret = secrets.GetValueOrDefault(SourceNames.Of(source).Worker),
            StatefulSet = documents.Where(document => (string?)document["kind"] == "StatefulSet").Select(document => KubernetesJson.Deserialize<V1StatefulSet>(document.ToJsonString())).SingleOrDefault(),
            Served = new ServedKinds(Resources.PodDisruptionBudgets, PodMonitors: true),
            Fresh = new FreshTokens("fresh-write-key", "fresh-inspect-token"),
        };
    }

    private static IEnumerable<T> OfKind<T>(IReadOnlyList<JsonNode> documents, string kind)
        where T : IKubernetesObject<V1ObjectMeta> =>
        documents.Where(document => (string?)document["kind"] == kind).Select(document =>
        {
            var entity = document.Deserialize<T>(Json.Options) ?? throw new JsonException($"a {kind} is null");
            entity.Metadata.NamespaceProperty = "shop-ns";
            entity.Metadata.Uid = $"uid-of-{entity.Metadata.Name}";
            entity.Metadata.Generation = 1;
            return entity;
        });

    private static SecretSnapshot SecretOf(JsonNode document) => new()
    {
        Metadata = KubernetesJson.Deserialize<V1ObjectMeta>(document["metadata"]?.ToJsonString() ?? "{}"),
        Data = ((document["stringData"] ?? document["data"])?.AsObject() ?? []).ToDictionary(entry => entry.Key, entry => Encoding.UTF8.GetBytes(entry.Value?.GetValue<string>() ?? "")),
    };
}
