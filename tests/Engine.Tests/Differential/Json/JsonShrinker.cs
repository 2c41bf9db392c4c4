namespace ExtensibleWebhooks.Engine.Tests.Differential.Json;

/// <summary>Values that are a step smaller, to find the smallest case that still shows a disagreement.</summary>
internal static class JsonShrinker
{
    public static IEnumerable<JsonValue> Smaller(JsonValue value) => value switch
    {
        JsonList list => list.Items.Concat(Drop(list.Items).Concat(Each(list.Items)).Select(items => new JsonList(items))),
        JsonObject members => members.Members.Select(member => member.Value)
            .Concat(Drop(members.Members).Select(left => new JsonObject(left)))
            .Concat(EachMember(members.Members).Select(left => new JsonObject(left))),
        JsonText { Value.Length: > 0 } text => Enumerable.Range(0, text.Value.Length).Select(i => new JsonText(text.Value.Remove(i, 1))),
        JsonScalar { Source.Length: > 1 } scalar when scalar != JsonScalar.Null => [JsonScalar.Null, new JsonScalar("1")],
        _ => [],
    };

    /// <summary>Without one of them.</summary>
    public static IEnumerable<IReadOnlyList<T>> Drop<T>(IReadOnlyList<T> items) =>
        Enumerable.Range(0, items.Count).Select(i => (IReadOnlyList<T>)[.. items.Where((_, index) => index != i)]);

    /// <summary>With one of them smaller.</summary>
    public static IEnumerable<IReadOnlyList<T>> Each<T>(IReadOnlyList<T> items, Func<T, IEnumerable<T>> smaller) =>
        Enumerable.Range(0, items.Count).SelectMany(i => smaller(items[i]).Select(other => (IReadOnlyList<T>)[.. items.Select((item, index) => index == i ? other : item)]));

    private static IEnumerable<IReadOnlyList<JsonValue>> Each(IReadOnlyList<JsonValue> items) => Each(items, Smaller);

    private static IEnumerable<IReadOnlyList<JsonMember>> EachMember(IReadOnlyList<JsonMember> members) =>
        Each(members, member => Smaller(member.Value).Select(value => member with { Value = value }));
}
