namespace ExtensibleWebhooks.Engine.Tests.Differential.Mappings;

/// <summary>
/// Liquid templates that compile in both. Left to the cases: what is refused (31, 32), the clock and guessed dates (33, 34), counters (35), limits (36) and comments (37).
/// </summary>
internal static class LiquidGenerator
{
    private static readonly string[] Filters =
    [
        "upcase", "downcase", "capitalize", "strip", "lstrip", "rstrip", "size", "first", "last", "escape", "escape_once", "url_encode", "url_decode", "cgi_escape", "base64_encode", "base64_decode",
        "strip_html", "strip_newlines", "slugify", "json", "compact", "abs", "ceil", "floor", "round", "round: 1", "plus: 1", "minus: 2.5", "times: 3", "divided_by: 2", "modulo: 3", "at_least: 5", "at_most: 5",
        "append: '-'", "prepend: userId", "replace: 'a', 'b'", "replace_first: 'e', '$&'", "remove: 'o'", "remove_last: 'e'", "split: ','", "split: ''", "join: '+'", "join", "slice: 0, 2", "slice: -2, 2", "slice: 1",
        "truncate: 5", "truncate: 7, '--'", "truncatewords: 1", "default: 'none'", "default: 0, allow_false: true", "where: 'a'", "where: 'a', 5", "sum", "sum: 'a'", "push: 'x'", "unshift: 1", "pop", "shift",
        "number_of_words", "to_integer", "sha256", "normalize_whitespace", "xml_escape",
    ];

    private static readonly string[] Literals = ["'Order'", "\"it's\"", "5", "-2.5", "true", "false", "nil", "empty", "blank", "''"];

    public static string Template(Random random) => string.Concat(random.List(1, 3, () => Piece(random, depth: 1)));

    private static string Piece(Random random, int depth) => random.Next(12) switch
    {
        < 2 => random.Of("Hello ", " - ", "é😀", "\n", "{", "}", "%"),
        < 9 => $"{{{{{random.Of("", "-")} {Filtered(random)} {random.Of("", "-")}}}}}",
        9 when depth > 0 => Branch(random, random.Of("if", "unless"), depth - 1),
        10 => $"{{% assign v = {Filtered(random)} %}}{{{{ v }}}}",
        11 when depth > 0 => $"{{% capture v %}}{Piece(random, depth - 1)}{{% endcapture %}}{{{{ v | size }}}}",
        _ => $"{{{{ {Path(random)} }}}}",
    };

    private static string Branch(Random random, string tag, int depth) =>
        $"{{% {tag} {Condition(random)} %}}{Piece(random, depth)}{{% else %}}{Piece(random, depth)}{{% end{tag} %}}";

    private static string Filtered(Random random) => Value(random) + string.Concat(random.List(0, 3, () => " | " + random.Of(Filters)));

    private static string Condition(Random random)
    {
        var condition = $"{Value(random)} {random.Of("==", "!=", "<", ">", "<=", ">=", "contains")} {Value(random)}";
        return random.Next(4) switch
        {
            0 => Value(random),
            1 => $"{condition} {random.Of("and", "or")} {Value(random)}",
            _ => condition,
        };
    }

    private static string Value(Random random) => random.Once(5) ? random.Of(Literals) : Path(random);

    private static string Path(Random random)
    {
        var path = random.Of("properties", "properties", "traits", "context", "event", "type", "userId", "a", "items", "name");
        for (var i = random.Next(3); i > 0; i--)
        {
            path += random.Next(6) switch
            {
                0 => "[0]",
                1 => "['a b']",
                2 => "." + random.Of("size", "first", "last"),
                _ => "." + random.Of(Vocabulary.PlainKeys),
            };
        }

        return path;
    }
}
