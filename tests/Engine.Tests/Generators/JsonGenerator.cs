using System.Globalization;
using CsCheck;

namespace ExtensibleWebhooks.Engine.Tests.Generators;

/// <summary>JSON as text, with everything that makes writing it anew differ: white space, duplicates, index-like names, numbers in odd forms, escapes.</summary>
internal static class JsonGenerator
{
    private static readonly Gen<string> Scalars = Gen.OneOf(
        Gen.OneOf("null", "true", "false", "0", "-0", "1.0", "-0.0", "1e2", "1E+21", "1e-7", "0.000001", "0.0000001", "1e21", "100000000000000000000", "123456789012345678901234567890", "1e400", "-1e400", "5e-324", "1.7976931348623157e308", "0.1", "123.4567890123456789", "9007199254740993.0"),
        Gen.Double.Where(double.IsFinite).Select(value => value.ToString("R", CultureInfo.InvariantCulture)),
        Gen.Long.Select(value => value.ToString(CultureInfo.InvariantCulture)),
        Gen.Select(Gen.Long[-1_000_000, 1_000_000], Gen.Int[0, 12]).Select(pair => ((decimal)pair.Item1 / (decimal)Math.Pow(10, pair.Item2)).ToString(CultureInfo.InvariantCulture)));

    private static readonly Gen<string> Pieces = Gen.OneOf(
        Gen.OneOf("a", "B", " ", "é", "😀", "\u2028", "\u007f", "/", "\\/", "\\\"", "\\\\", "\\n", "\\b", "\\f", "\\r", "\\t", "\\u0000", "\\u001F", "\\u0041", "\\ud83d", "\\uDE00", "\\ud83d\\ude00", "<", "&", "'"),
        Gen.Char[' ', '~'].Where(character => character is not ('"' or '\\')).Select(character => character.ToString()));

    private static readonly Gen<string> Names = Gen.OneOf(Gen.OneOf("\"a\"", "\"b\"", "\"\\u0061\"", "\"0\"", "\"1\"", "\"10\"", "\"01\"", "\"4294967295\"", "\"length\"", "\"__proto__\"", "\"\""), Texts());

    /// <summary>Any value; names named __proto__ are left to the tests that want them.</summary>
    public static Gen<string> Values { get; } = Gen.Recursive<string>((depth, inner) => depth >= 4
        ? Gen.OneOf(Scalars, Texts())
        : Gen.OneOf(
            Scalars,
            Texts(),
            inner.Array[0, 4].Select(items => $"[{string.Join(", ", items)}]"),
            Gen.Select(Names, inner).Array[0, 6].Select(members => $"{{{string.Join(",", members.Select(member => $"{member.Item1}: {member.Item2}"))}}}")));

    private static Gen<string> Texts() => Pieces.Array[0, 6].Select(pieces => $"\"{string.Concat(pieces)}\"");
}
