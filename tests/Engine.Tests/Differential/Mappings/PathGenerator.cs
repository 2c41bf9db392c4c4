namespace ExtensibleWebhooks.Engine.Tests.Differential.Mappings;

/// <summary>Paths and templates as people write them, and as nobody should.</summary>
internal static class PathGenerator
{
    private static readonly string[] Pieces = ["a", "b", "c", "0", "1", ".", "..", "[", "]", "['", "']", "[0]", "\"", "'", "$.", "$", " ", "\\", "length", "é", "*", "-1", "properties", "{", "}"];
    private static readonly string[] TemplatePieces = ["Hello ", "{{", "}}", "{{{", "}}}", "{", "}", " ", "a", "properties.a", "$.a", ".", "é", "😀", "$&", "{{a}}", "{{event}}"];

    /// <summary>A path of a directive.</summary>
    public static string Path(Random random) => random.Next(12) switch
    {
        < 8 => "$." + Keys(random),
        < 10 => Keys(random),
        10 => random.Of("$.", "", ".", "$", "$.$.", "$..", "a.$.b"),
        _ => string.Concat(random.List(0, 6, () => random.Of(Pieces))),
    };

    public static string Template(Random random) => random.Next(10) switch
    {
        < 6 => string.Concat(random.List(1, 3, () => random.Of("", "Hello ", "-", "é") + "{{" + random.Of("", " ") + Keys(random) + random.Of("", " ") + "}}")),
        < 8 => random.Of("", "x ") + "{{{" + Keys(random) + "}}}" + random.Of("", "{{a}}"),
        _ => string.Concat(random.List(0, 7, () => random.Of(TemplatePieces))),
    };

    private static string Keys(Random random)
    {
        var path = random.Of("properties", "properties", "traits", "context", "event", "type", "userId", "a", "items");
        for (var i = random.Next(4); i > 0; i--)
        {
            var key = Vocabulary.Key(random);
            path += random.Next(8) switch
            {
                0 => $"['{key}']",
                1 => $"[{random.Of("0", "1", "9")}]",
                2 => "." + random.Of("0", "1", "length"),
                _ => "." + key,
            };
        }

        return path;
    }
}
