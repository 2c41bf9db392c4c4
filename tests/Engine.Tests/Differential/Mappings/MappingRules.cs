using ExtensibleWebhooks.Engine.Tests.Differential.Json;

namespace ExtensibleWebhooks.Engine.Tests.Differential.Mappings;

/// <summary>Which mappings are refused here that the reference may take, by the differences of delivery/Engine/README.md.</summary>
internal static class MappingRules
{
    private const int LongestReplacement = 10;

    public static IReadOnlyCollection<int> OfRefusal(JsonValue mapping) =>
        [.. mapping.All().OfType<JsonObject>().SelectMany(members => members.Members).SelectMany(OfDirective).Distinct()];

    /// <summary>What is a directive alone, to be asked alone: one in a list is not validated there (difference 18), one in a branch not taken not run (27).</summary>
    public static IEnumerable<JsonObject> Directives(JsonValue mapping) =>
        mapping.All().OfType<JsonObject>().Where(members => members.Members.Any(member => member.Name.StartsWith('@')));

    private static IEnumerable<int> OfDirective(JsonMember directive) => directive switch
    {
        { Name: "@merge", Value: JsonObject options } when options.Find("direction") is JsonText { Value: not ("left" or "right") } => [25],
        { Name: "@json", Value: JsonObject options } when options.Find("mode") is JsonText { Value: not ("encode" or "decode") } => [25],
        { Name: "@replace", Value: JsonObject options } when IsLong(options.Find("pattern2")) || IsLong(options.Find("replacement2")) => [26],
        { Name: "@case", Value: JsonObject options } when options.Find("operator") is not JsonText { Value: "lower" or "upper" } => [27],
        _ => [],
    };

    private static bool IsLong(JsonValue? value) => value is JsonText { Value.Length: > LongestReplacement };
}
