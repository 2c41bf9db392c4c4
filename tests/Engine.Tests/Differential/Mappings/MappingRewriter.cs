using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;
using ExtensibleWebhooks.Engine.Tests.Differential.Json;

namespace ExtensibleWebhooks.Engine.Tests.Differential.Mappings;

/// <summary>
/// Says in the reference's own words what a mapping means here, where it differs there on purpose: asked with these, it has to give what the engine gives.
/// The numbers are those of delivery/Engine/README.md.
/// </summary>
internal sealed partial class MappingRewriter
{
    /// <summary>answer.mjs takes such a text for an integer of any length.</summary>
    private const char LongIntegerMark = '\ue000';
    private const char PrototypeMark = '\ue101';

    private readonly SortedSet<int> _differences = [];

    private MappingRewriter()
    {
    }

    /// <summary>Which differences it has to do with; none: the case stays as it is.</summary>
    public IReadOnlyCollection<int> Differences => _differences;

    public static (MappingCase Case, IReadOnlyCollection<int> Differences) Rewrite(MappingCase test)
    {
        var rewriter = new MappingRewriter();
        var mapping = rewriter.Visit(test.Mapping).Rewrite(rewriter.Rename);
        var @event = test.Event.Rewrite(rewriter.Rename).Rewrite(rewriter.MarkLongInteger);
        return (new MappingCase((JsonObject)mapping, (JsonObject)@event), rewriter.Differences);
    }

    /// <summary>What the reference gave, without the marks.</summary>
    public static string Unmark(string json) =>
        MarkedInteger().Replace(json, "$1").Replace(PrototypeMark.ToString(), "", StringComparison.Ordinal);

    private JsonValue Visit(JsonValue value) => value switch
    {
        JsonObject { Members: [{ Name: ['@', ..] } directive, { Name: "_metadata" }] } => Visit(new JsonObject([directive])),
        JsonList list => new JsonList([.. list.Items.Select(item => NullIfMissing(Visit(item)))]),
        JsonObject { Members: [{ Name: "@arrayPath", Value: JsonList arguments }] } =>
            new JsonObject(("@arrayPath", new JsonList([.. arguments.Items.Select((item, index) => index == 1 ? NullIfMissing(Visit(item)) : Visit(item))]))),
        JsonObject { Members: [{ Name: "@merge", Value: JsonObject options }] } => new JsonObject(("@merge", Merge(options))),
        JsonObject { Members: [{ Name: "@if", Value: JsonObject options }] } => new JsonObject(("@if", If(Members(options)))),
        JsonObject { Members: [{ Name: "@template", Value: JsonText template }] } => Template(template.Value),
        JsonObject members => Members(members),
        _ => value,
    };

    private JsonObject Members(JsonObject members) => new([.. members.Members.Select(member => member with { Value = Visit(member.Value) })]);

    /// <summary>29: an element of a list is never missing.</summary>
    private JsonValue NullIfMissing(JsonValue element)
    {
        if (element is not JsonObject { Members: [{ Name: ['@', ..] }, ..] })
        {
            return element;
        }

        _differences.Add(29);
        return new JsonObject(("@if", new JsonObject(("exists", element), ("then", element), ("else", Literal(JsonScalar.Null)))));
    }

    /// <summary>24: a member that is missing takes nothing away, as if the object had been made without it before.</summary>
    private JsonObject Merge(JsonObject options)
    {
        if (options.Find("objects") is not JsonList objects)
        {
            return Members(options);
        }

        _differences.Add(24);
        var whole = new JsonObject(("@path", new JsonText("$.")));
        return Members(options).With("objects", new JsonList([.. objects.Items.Select(item => (JsonValue)new JsonObject(
            ("@transform", new JsonObject(("apply", Visit(item)), ("mapping", whole)))))]));
    }

    /// <summary>17: a falsy else counts.</summary>
    private JsonObject If(JsonObject options)
    {
        if (options.Find("else") is not { } otherwise || !IsFalsy(otherwise))
        {
            return options;
        }

        _differences.Add(17);
        return options.With("else", Literal(otherwise));
    }

    /// <summary>16: what {{{x}}} puts in is not looked through again: each piece is made alone, then they are joined.</summary>
    private JsonObject Template(string template)
    {
        var whole = new JsonObject(("@template", new JsonText(template)));
        if (!Triple().IsMatch(template))
        {
            return whole;
        }

        _differences.Add(16);
        var pieces = new List<string>();
        var start = 0;
        foreach (Match match in Triple().Matches(template))
        {
            pieces.Add(template[start..match.Index]);
            pieces.Add($"{{{{{match.Groups[1].Value}}}}}");
            start = match.Index + match.Length;
        }

        pieces.Add(template[start..]);
        return new JsonObject(("@transform", new JsonObject(
            ("apply", new JsonObject([.. pieces.Select((piece, index) => new JsonMember($"p{index}", new JsonObject(("@template", new JsonText(piece)))))])),
            ("mapping", new JsonObject(("@template", new JsonText(string.Concat(pieces.Select((_, index) => $"{{{{p{index}}}}}")))))))));
    }

    /// <summary>15: what only a prototype has is missing; a mark makes of each such name one that none has.</summary>
    private JsonValue Rename(JsonValue value)
    {
        switch (value)
        {
            case JsonText text:
                return new JsonText(Rename(text.Value));
            case JsonObject { Members: [{ Name: "@template", Value: JsonText template }] }:
                return new JsonObject(("@template", new JsonText(Placeholder().Replace(Unmark(template.Value), match => Rename(match.Value)))));
            case JsonObject { Members: [{ Name: "@liquid", Value: JsonText template }] }:
                return new JsonObject(("@liquid", new JsonText(Unmark(template.Value))));
            case JsonObject members:
                return new JsonObject([.. members.Members.Select(member => member with { Name = Rename(member.Name) })]);
            default:
                return value;
        }
    }

    private string Rename(string text) => Name().Replace(text, match =>
    {
        if (!Prototype.Has(match.Value))
        {
            return match.Value;
        }

        _differences.Add(15);
        return match.Value + PrototypeMark;
    });

    /// <summary>19: integers keep their digits.</summary>
    private JsonValue MarkLongInteger(JsonValue value)
    {
        if (value is not JsonScalar { Source: var source } || !Integer().IsMatch(source)
            || BigInteger.Parse(source, CultureInfo.InvariantCulture) == new BigInteger(double.Parse(source, CultureInfo.InvariantCulture)))
        {
            return value;
        }

        _differences.Add(19);
        return new JsonText(LongIntegerMark + source);
    }

    private static JsonObject Literal(JsonValue value) => new(("@literal", value));

    private static bool IsFalsy(JsonValue value) => value is JsonText { Value: "" } or JsonScalar { Source: "0" or "-0" or "null" or "false" };

    [GeneratedRegex("(?<![@A-Za-z_])[A-Za-z_]+")]
    private static partial Regex Name();

    [GeneratedRegex(@"\{\{\{([^}]+)\}\}\}")]
    private static partial Regex Triple();

    [GeneratedRegex(@"\{\{[^}]*")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"^-?\d+$")]
    private static partial Regex Integer();

    [GeneratedRegex("\\\\*\"\ue000(-?\\d+)\\\\*\"")]
    private static partial Regex MarkedInteger();
}
