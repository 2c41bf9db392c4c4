using CsCheck;

namespace ExtensibleWebhooks.Engine.Tests.Generators;

/// <summary>Input that nobody writes on purpose: arbitrary characters and bytes, and pieces of the languages in arbitrary order.</summary>
internal static class Hostile
{
    private static readonly string[] TriggerPieces =
    [
        "type", " = ", "\"track\"", "'x'", "and", " and ", " or ", "not ", "!", "(", ")", "contains(", "match(", ",", "properties.a", "[0]", "[", "]", "null", "true",
        "all", "1", "-2.5", "1e3", "<", ">=", "!=", "==", "&&", "\"", "'", "\\", "\\ ", ".", "..", " ", "\n", "\t", "é", "😀", "\ud800", "$.", "*", "in", " in ", "[\"a\", 1]", "length(", "bool(", "#",
    ];

    private static readonly string[] JsonPieces =
    [
        "{", "}", "[", "]", ",", ":", "\"a\"", "\"a\":", "\"1\":", "\"b\\n\":", "\"\\ud83d\"", "\"\\ude00\\u0041\"", "1", "-0", "1.50", "1e400", "5e-324", "12345678901234567890", "true", "false", "null", " ", "\n", "\"", "\\", "\"\\", "é", "\"😀\"", "0", "-", ".", "e",
        "\"@path\":", "\"$.a\"", "\"@if\":", "\"exists\":", "\"then\":", "\"blank\":", "\"@template\":", "\"{{a}}{{{b}}}\"", "\"@arrayPath\":", "\"@literal\":", "\"_metadata\":", "\"@nope\":",
    ];

    private static readonly string[] PathPieces = ["$.", "$", ".", "[", "]", "0", "1", "'", "\"", "a", "b", "length", " ", "\\", "-", "é", "😀", "\ud800", "*", "]]", "['a']"];

    private static readonly string[] TemplatePieces = ["{", "}", "{{", "}}", "{{{", "}}}", "a", "$.a", " ", "b.c", "\ufeff", "😀", "\ud83d", "\ude00", "{{a}}", "."];

    private static readonly string[] LiquidPieces =
    [
        "{{", "}}", "{{ ", " }}", "{%", "%}", "{% ", " %}", "{{-", "-}}", "{%- ", " -%}", "a", "b.c", "a[0]", "[", "]", ".", "..", "(", ")", "(1..3)", "(1..a)", "'x'", "\"y", "'", "\\", "|", " | ", ":", ": ", ",", "=", "==", " != ", " contains ", " and ", " or ", " not ",
        "if ", "{% if a %}", "{% elsif b %}", "{% else %}", "{% endif %}", "{% unless a %}", "{% endunless %}", "{% assign a = a | append: a %}", "{% assign a = a | push: a %}", "{% capture a %}", "{% endcapture %}", "{% cycle a, 'b' %}", "{% increment a %}", "{% raw %}", "{% endraw %}", "{% comment %}", "{% endcomment %}", "{% liquid ", "\n", "echo ", "{% break %}", "# ",
        "upcase", "split: ''", "join: a", "replace: '', a", "json: 2", "slice: 1, 2", "where: 'c'", "date: '%c %Z', a", "'now'", "truncate: a", "default: 'd'", "divided_by: 0", "times: 9", "url_decode", "strip_html", "first", "size", "1", "-2.5", "true", "nil", "empty", "blank", " ", "é", "😀", "\ud800", "\u0000",
    ];

    public static Gen<string> LiquidTexts { get; } = TextOf(LiquidPieces);

    public static Gen<string> TriggerTexts { get; } = TextOf(TriggerPieces);

    public static Gen<string> JsonTexts { get; } = TextOf(JsonPieces);

    public static Gen<string> PathTexts { get; } = TextOf(PathPieces);

    public static Gen<string> TemplateTexts { get; } = TextOf(TemplatePieces);

    public static Gen<byte[]> Bytes { get; } = Gen.Byte.Array[0, 60];

    private static Gen<string> TextOf(string[] pieces) => Gen.OneOf(
        Gen.OneOf(pieces).Array[0, 25].Select(parts => string.Concat(parts)),
        Gen.String[0, 40]);
}
