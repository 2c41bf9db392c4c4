using System.Text.Json.Nodes;
using ExtensibleWebhooks.Support;
using ExtensibleWebhooks.Support.Yaml;
using static ExtensibleWebhooks.Operator.Tests.Chart.RenderedChart;

namespace ExtensibleWebhooks.Operator.Tests.Chart;

/// <summary>The custom resource definitions in the chart are those of crds/, which `make crds` copies.</summary>
public sealed class CrdTests
{
    public static TheoryData<string> Majors => [.. Helm.Majors];

    [Fact]
    public void Files_OfTheChart_AreThoseOfCrds()
    {
        var generated = Read(RepositoryRoot.At("crds"));
        var copied = Read(Path.Combine(Helm.ChartFolder, "files", "crds"));

        Assert.True(generated.SequenceEqual(copied), "the chart's custom resource definitions are stale: run `make crds`");
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task Definitions_Rendered_AreUnchangedAndKept(string major)
    {
        var generated = Read(RepositoryRoot.At("crds")).Select(file => Assert.Single(YamlDocuments.Parse(file.Text))).ToList();

        var rendered = (await Helm.RenderAsync(major, [])).OfKind("CustomResourceDefinition").ToList();

        Assert.NotEmpty(generated);
        Assert.All(rendered, crd => Assert.Equal("keep", Text(crd, "metadata", "annotations", "helm.sh/resource-policy")));
        Assert.Equal(generated.Select(Essence).Order(), rendered.Select(Essence).Order());
    }

    [Theory]
    [InlineData("1.20.2", false)]
    [InlineData("1.22.17", false)]
    [InlineData("1.23.0", true)]
    [InlineData("1.36.0", true)]
    public async Task Definitions_OnAVersion_HaveRulesWhereClientsKnowThem(string version, bool expected)
    {
        var rendered = (await Helm.RenderAsync("helm", ["--kube-version", version])).OfKind("CustomResourceDefinition").ToList();

        Assert.NotEmpty(rendered);
        Assert.All(rendered, crd => Assert.Equal(expected, crd.ToJsonString().Contains("x-kubernetes-validations", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Definitions_NotToBeKept_LackThePolicy()
    {
        var rendered = (await Helm.RenderAsync("crds.keep=false")).OfKind("CustomResourceDefinition").ToList();

        Assert.NotEmpty(rendered);
        Assert.All(rendered, crd => Assert.Null(Find(crd, "metadata", "annotations", "helm.sh/resource-policy")));
    }

    [Fact]
    public async Task Definitions_SwitchedOff_AreNotRendered() =>
        Assert.Empty((await Helm.RenderAsync("crds.enabled=false")).OfKind("CustomResourceDefinition"));

    private static List<(string Name, string Text)> Read(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*.yaml").Order(StringComparer.Ordinal).Select(path => (Path.GetFileName(path), File.ReadAllText(path)))];

    /// <summary>The definition but for the metadata that the chart adds, with members in the order of their names.</summary>
    private static string Essence(JsonNode crd) => Text(crd, "metadata", "name") + Sorted(At(crd, "spec"))?.ToJsonString();

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => KeyValuePair.Create(member.Key, Sorted(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Sorted)]),
        _ => node?.DeepClone(),
    };
}
