using System.Text.Json.Nodes;
using ExtensibleWebhooks.Support.Yaml;

namespace ExtensibleWebhooks.Operator.Tests.Chart;

/// <summary>What `helm template` wrote.</summary>
internal sealed class RenderedChart(string yaml)
{
    public IReadOnlyList<JsonNode> Objects { get; } = YamlDocuments.Parse(yaml);

    /// <summary>"Kind namespace/name", or "Kind name" of what has no namespace.</summary>
    public IEnumerable<string> Names => Objects.Select(NameOf);

    /// <summary>The one Deployment's pod.</summary>
    public JsonNode Pod => At(Single("Deployment"), "spec", "template");

    /// <summary>The operator's container.</summary>
    public JsonNode Container => At(Pod, "spec", "containers", 0);

    public IEnumerable<JsonNode> OfKind(string kind) => Objects.Where(item => Text(item, "kind") == kind);

    public JsonNode Named(string kind, string name) => Assert.Single(OfKind(kind), item => Text(item, "metadata", "name") == name);

    public JsonNode Single(string kind) => Assert.Single(OfKind(kind));

    public static string Text(JsonNode node, params object[] path) => At(node, path).GetValue<string>();

    /// <summary>The node at a path of member names and indexes; the test fails where there is none.</summary>
    public static JsonNode At(JsonNode node, params object[] path)
    {
        var found = Find(node, path);
        Assert.True(found is not null, $"nothing at {string.Join('.', path)} of {node.ToJsonString()}");
        return found;
    }

    public static JsonNode? Find(JsonNode? node, params object[] path) =>
        path.Aggregate(node, (current, step) => step is int index ? current?[index] : current?[(string)step]);

    private static string NameOf(JsonNode item)
    {
        var within = Find(item, "metadata", "namespace")?.GetValue<string>();
        return $"{Text(item, "kind")} {(within is null ? "" : within + "/")}{Text(item, "metadata", "name")}";
    }
}
