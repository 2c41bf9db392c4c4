using ExtensibleWebhooks.Engine.Tests.Differential.Json;

namespace ExtensibleWebhooks.Engine.Tests.Differential;

/// <summary>Few enough names and values that triggers and mappings often meet what they ask for.</summary>
internal static class Vocabulary
{
    public static IReadOnlyList<string> PlainKeys { get; } = ["a", "b", "c", "email", "x_y", "x-y", "A"];

    public static IReadOnlyList<string> OddKeys { get; } =
        ["a b", "a.b", "0", "1", "2fa", "and", "or", "null", "not", "in", "all", "length", "é", "😀", "[k] x", "a/b", "a[0]", "it's", "@a", "$", .. Prototype.Common];

    public static IReadOnlyList<string> Texts { get; } =
    [
        "track", "page", "Order", "Order Completed", "*Order", "a*b", "x?", "[a]", "hello", "5", "10", "-1", "true", "false", "null", "undefined", "it's",
        "back\\slash", "ß İ", "é", "😀", "\ud83d", "line\nbreak", "a,b", "$&", "A", "", " ",
    ];

    public static IReadOnlyList<string> Numbers { get; } = ["0", "-0", "1", "5", "5.0", "10", "10.5", "-1", "-2.5", "1e3", "1e21", "1e-7", "0.1", "100", "9007199254740991"];

    /// <summary>More digits than a double holds: JavaScript loses some (difference 19).</summary>
    public static IReadOnlyList<string> LongIntegers { get; } = ["371552318001631924", "-9007199254740993", "123456789012345678901234567890"];

    /// <summary>Any JSON, of no more than so many levels.</summary>
    public static JsonValue Value(Random random, int depth) => random.Next(depth > 0 ? 14 : 9) switch
    {
        < 4 => new JsonText(random.Of(Texts)),
        < 7 => new JsonScalar(random.Of(Numbers)),
        7 => JsonScalar.Of(random.Once(2)),
        8 => JsonScalar.Null,
        < 11 => new JsonList(random.List(0, 3, () => Value(random, depth - 1))),
        _ => Object(random, depth - 1),
    };

    public static JsonObject Object(Random random, int depth) =>
        new(random.List(0, 5, () => new JsonMember(Key(random), Value(random, depth))));

    public static string Key(Random random) => random.Once(6) ? random.Of(OddKeys) : random.Of(PlainKeys);

    /// <summary>An event as an SDK sends it, with values of any type in the places of the usual ones now and then.</summary>
    public static JsonObject Event(Random random)
    {
        var members = new List<JsonMember>();
        Add("type", () => new JsonText(random.Of("track", "page", "identify")));
        Add("event", () => new JsonText(random.Of(Texts)));
        Add("name", () => new JsonText(random.Of(Texts)));
        Add("userId", () => new JsonText(random.Of("u", "5", "A", "it's")));
        Add("anonymousId", () => new JsonText(random.Of("x", "5")));
        Add("properties", () => Object(random, 2));
        Add("traits", () => Object(random, 2));
        Add("context", () => Object(random, 2));
        Add(Key(random), () => Value(random, 2));
        return new JsonObject(members);

        void Add(string name, Func<JsonValue> draw)
        {
            if (!random.Once(8))
            {
                members.Add(new JsonMember(name, random.Once(20) ? Value(random, 2) : draw()));
            }
        }
    }
}
