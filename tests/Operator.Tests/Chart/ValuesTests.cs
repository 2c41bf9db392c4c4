using System.Text.Json.Nodes;
using ExtensibleWebhooks.Support.Yaml;

namespace ExtensibleWebhooks.Operator.Tests.Chart;

/// <summary>values.yaml, values.schema.json and the README's table say the same, and what they do not say is refused.</summary>
public sealed class ValuesTests
{
    private static readonly JsonNode Values = Assert.Single(YamlDocuments.Parse(File.ReadAllText(Path.Combine(Helm.ChartFolder, "values.yaml"))));

    private static readonly JsonNode Schema = JsonNode.Parse(File.ReadAllText(Path.Combine(Helm.ChartFolder, "values.schema.json"))) ?? new JsonObject();

    private static readonly IReadOnlyDictionary<string, string> Documented =
        ReadmeTable.Rows("value", "default", "what it is").ToDictionary(row => row[0].Trim('`'), row => row[1].Trim('`'));

    public static TheoryData<string, string> Majors => new(
        from major in Helm.Majors
        from path in Blocks("", Values).Append("operator.tolerations[0]").Append("workers.networkPolicy.ingestFrom[0]").Append("operator.resources")
        select (major, path));

    [Fact]
    public void Readme_OfEachValue_HasItsDefault()
    {
        var actual = Documented.Keys.ToDictionary(path => path, path => Sorted(Find(path))?.ToJsonString() ?? "null");

        Assert.Equal(Documented, actual);
    }

    [Fact]
    public void Readme_OfAllValues_LeavesNoneOut()
    {
        Assert.Empty(Blocks("", Values).SelectMany(block => MembersOf(block)).Except(Documented.Keys));
    }

    [Fact]
    public void Schema_OfTheValues_HasTheSamePaths()
    {
        string[] parents = ["global"];

        Assert.Equal(Documented.Keys.Order(), SchemaPaths("", Schema).Except(parents).Order());
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task UnknownKey_InAnyBlock_IsRefusedByName(string major, string block)
    {
        var result = await Helm.TemplateAsync(major, [], $"{(block.Length == 0 ? "" : block + ".")}misspelt=1");

        Assert.False(result.Succeeded);
        Assert.Contains("misspelt", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("admission.failurePolicy=Maybe", "Ignore")]
    [InlineData("admission.timeoutSeconds=31", "admission/timeoutSeconds")]
    [InlineData("operator.log.level=Loud", "Information")]
    [InlineData("operator.replicas=-1", "operator/replicas")]
    [InlineData("operator.image.digest=sha256:short", "operator/image/digest")]
    [InlineData("workers.egress.allowedCidrs={10.0.0.0}", "allowedCidrs")]
    [InlineData("workers.extraEnv[0].name=WEBHOOKS_DATA", "extraEnv")]
    [InlineData("workers.extraEnv[0].value=b", "extraEnv")]
    [InlineData("workers.fsGroup=0", "workers/fsGroup")]
    [InlineData("oauth.externalUrl=https://a.example/base", "externalUrl")]
    [InlineData("oauth.externalUrl=a.example", "externalUrl")]
    [InlineData("oauth.service.type=Headless", "LoadBalancer")]
    [InlineData("oauth.ingress.enabled=true", "oauth.ingress.host is empty")]
    [InlineData("watchNamespaces={Not_A_Name}", "watchNamespaces")]
    [InlineData("monitoring.interval=soon", "monitoring/interval")]
    [InlineData("monitoring.operator=Both", "ServiceMonitor")]
    [InlineData("commonLabels.app\\.kubernetes\\.io/name=a", "commonLabels")]
    [InlineData("commonLabels.helm\\.sh/chart=a", "commonLabels")]
    [InlineData("operator.podLabels.app\\.kubernetes\\.io/component=a", "podLabels")]
    public async Task Value_OutOfItsBounds_IsRefusedWithItsPlaceOrItsChoices(string setting, string expected)
    {
        var result = await Helm.TemplateAsync("helm", [], setting);

        Assert.False(result.Succeeded);
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
    }

    /// <summary>Blocks are the objects that hold values; a value that is an object itself has a row of its own.</summary>
    private static IEnumerable<string> Blocks(string path, JsonNode node) =>
        node is JsonObject members && !Documented.ContainsKey(path)
            ? members.SelectMany(member => member.Value is null ? [] : Blocks(Join(path, member.Key), member.Value)).Prepend(path)
            : [];

    private static IEnumerable<string> MembersOf(string block) =>
        from member in Find(block)?.AsObject() ?? []
        let path = Join(block, member.Key)
        where member.Value is not JsonObject || !Blocks(path, member.Value).Any()
        select path;

    private static IEnumerable<string> SchemaPaths(string path, JsonNode schema)
    {
        var resolved = schema["$ref"]?.GetValue<string>() is { } reference ? Schema["definitions"]?[reference.Split('/')[^1]] ?? schema : schema;
        return !Documented.ContainsKey(path) && resolved["properties"] is JsonObject properties
            ? properties.SelectMany(property => property.Value is null ? [] : SchemaPaths(Join(path, property.Key), property.Value))
            : [path];
    }

    private static JsonNode? Find(string path) =>
        path.Length == 0 ? Values : path.Split('.').Aggregate((JsonNode?)Values, (node, name) => node is JsonObject ? node[name] : null);

    /// <summary>Members in the order of their names: the order of values.yaml is for readers.</summary>
    private static JsonNode? Sorted(JsonNode? node) => node is JsonObject members
        ? new JsonObject(members.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => KeyValuePair.Create(member.Key, Sorted(member.Value))))
        : node?.DeepClone();

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
