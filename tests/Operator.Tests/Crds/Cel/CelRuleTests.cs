using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ExtensibleWebhooks.Crds;
using ExtensibleWebhooks.Crds.Schema;
using ExtensibleWebhooks.Support;
using ExtensibleWebhooks.Support.Yaml;

namespace ExtensibleWebhooks.Operator.Tests.Crds.Cel;

/// <summary>
/// Each CEL rule of the CRDs, run by a CEL implementation and by its twin in C# over every combination of the fields that it names: each enum's every value, each
/// optional field set and not set. The API server of the tests is older than CEL rules.
/// </summary>
public partial class CelRuleTests
{
    /// <summary>Texts and timestamps in the same order, whichever an evaluator takes them for.</summary>
    private static readonly string[] Moments = ["2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z", "2026-01-03T00:00:00Z"];

    private static IEnumerable<JsonNode?> Times => Moments.Select(moment => (JsonNode?)moment);

    [Fact]
    public async Task Rule_OverEveryCombinationOfItsFields_AnswersAsItsTwin()
    {
        var reason = await CelEvaluator.WhyNotHereAsync(TestContext.Current.CancellationToken);
        Assert.SkipWhen(reason is not null, reason ?? "");
        var cases = Kinds.All.SelectMany(kind => Ruled(new SchemaReader(_ => null).Read(kind.Type))).DistinctBy(node => node.Source)
            .SelectMany(node => node.Rules.SelectMany(rule => Combinations(node, rule).Select(self => (node, rule, self)))).ToList();

        var answers = await CelEvaluator.EvaluateAsync([.. cases.Select(one => new CelQuestion(one.rule.Rule, one.self))], TestContext.Current.CancellationToken);

        Assert.Equal(cases.Count, answers.Count);
        var wrong = cases.Zip(answers, (one, answer) => (one.rule.Rule, Self: one.self.ToJsonString(), Cel: answer.ToString(), Twin: Twin(one.node, one.rule, one.self).ToString()))
            .Where(one => one.Cel != one.Twin);
        Assert.Empty(wrong);
        Assert.All(cases.Zip(answers).GroupBy(one => one.First.rule.Rule), rule => Assert.Equal(2, rule.Select(one => one.Second.ToString()).Distinct().Count()));
    }

    [Fact]
    public void Rules_OfTheDefinitions_AreThoseThatAreCompared()
    {
        var compared = Kinds.All.SelectMany(kind => Ruled(new SchemaReader(_ => null).Read(kind.Type))).SelectMany(node => node.Rules).Select(rule => rule.Rule);
        var defined = Directory.EnumerateFiles(RepositoryRoot.At("crds"), "*.yaml").SelectMany(path => YamlDocuments.Parse(File.ReadAllText(path))).SelectMany(RulesIn);

        // A transition rule is asked on updates only: admission is its twin.
        defined = defined.Where(rule => rule != ImmutableAttribute.Rule);
        Assert.Equal(defined.Distinct().Order(StringComparer.Ordinal), compared.Distinct().Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> RulesIn(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => member.Key == "x-kubernetes-validations"
            ? member.Value?.AsArray().Select(rule => (string?)rule?["rule"] ?? "") ?? []
            : RulesIn(member.Value)),
        JsonArray items => items.SelectMany(RulesIn),
        _ => [],
    };

    private static IEnumerable<SchemaNode> Ruled(SchemaNode node)
    {
        var below = node.Members.Select(member => member.Schema).Append(node.Each).OfType<SchemaNode>().SelectMany(Ruled);
        return node.Rules.Count > 0 ? below.Prepend(node) : below;
    }

    private static IEnumerable<JsonObject> Combinations(SchemaNode node, CelRuleAttribute rule)
    {
        IEnumerable<JsonObject> objects = [Minimal(node)];
        foreach (var name in Named().Matches(rule.Rule).Select(match => match.Groups[1].Value).Distinct())
        {
            var member = node.Find(name) ?? throw new InvalidOperationException($"{rule.Rule} names {name}, which {node.Source} lacks");
            objects = objects.SelectMany(self => Values(member).Select(value => With(self, name, value))).ToList();
        }

        return objects;
    }

    private static IEnumerable<JsonNode?> Values(SchemaMember member) => member.Schema switch
    {
        { Allowed: { Count: > 0 } allowed } => allowed.Select(text => (JsonNode?)text),
        { Type: SchemaType.WholeNumber } => [1, 2],
        { Format: "date-time" } => member.IsRequired ? Times : [null, .. Times],
        { Type: SchemaType.List, Each: { } each } => Enumerable.Range(0, 3).Select(count => new JsonArray([.. Enumerable.Range(0, count).Select(_ => Minimal(each, "sample"))])),
        _ => [null, Minimal(member.Schema, "sample")],
    };

    private static JsonObject With(JsonObject self, string name, JsonNode? value)
    {
        var copy = self.DeepClone().AsObject();
        copy.Remove(name);
        if (value is not null)
        {
            copy[name] = value.DeepClone();
        }

        return copy;
    }

    private static JsonNode Minimal(SchemaNode node, string text) => node.Type switch
    {
        _ when node.Format == "date-time" => Moments[0],
        SchemaType.Record => Minimal(node),
        SchemaType.List => new JsonArray(),
        SchemaType.WholeNumber => 1,
        _ => node.Allowed.Count > 0 ? node.Allowed[0] : text,
    };

    private static JsonObject Minimal(SchemaNode node) =>
        new(node.Members.Where(member => member.IsRequired).Select(member => KeyValuePair.Create(member.Name, (JsonNode?)Minimal(member.Schema, "sample"))));

    private static bool Twin(SchemaNode node, CelRuleAttribute rule, JsonObject self) =>
        node.Source.GetProperty(rule.Twin, BindingFlags.Instance | BindingFlags.NonPublic)?.GetValue(self.Deserialize(node.Source, Json.Options)) is true;

    [GeneratedRegex(@"self\.(\w+)")]
    private static partial Regex Named();
}
