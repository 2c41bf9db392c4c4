using ExtensibleWebhooks.Engine.Tests.Differential.Json;

namespace ExtensibleWebhooks.Engine.Tests.Differential.Mappings;

/// <summary>Mappings with all directives inside each other; now and then one with a mistake in it.</summary>
internal sealed class MappingGenerator
{
    private readonly Random _random;
    private readonly Func<int, JsonObject>[] _directives;

    /// <summary>Inside of these the current value may be no object, of which @transform makes an error there; differences 16 and 24 are explained with it.</summary>
    private int _shapes;

    public MappingGenerator(Random random)
    {
        _random = random;
        _directives = [_ => Path(), _ => Path(), _ => Template(), _ => Liquid(), Literal, If, If, Case, Replace, ArrayPath, ArrayPath, Json, Flatten, Merge, Transform, ExcludeWhenNull, IndirectPath, IndirectTemplate];
    }

    public JsonObject Root()
    {
        if (!_random.Once(15))
        {
            return new JsonObject([.. Fields()]);
        }

        // The rest of the mapping is about what the directive makes of the event.
        var apply = _random.Once(2) ? Directive(2) : Object(2);
        _shapes += IsDirective(apply) ? 1 : 0;
        return new JsonObject([.. Fields(), new JsonMember("__segment_internal_directive", new JsonObject(("@transform", new JsonObject(("apply", apply)))))]);
    }

    private IEnumerable<JsonMember> Fields() =>
        _random.List(1, 3, () => new JsonMember(Vocabulary.Key(_random), Value(3))).Where(member => member.Name[0] != '@');

    private JsonValue Value(int depth) => _random.Next(12) switch
    {
        < 7 => Directive(depth),
        7 => Vocabulary.Value(_random, 1).Rewrite(AsConstant),
        8 when depth > 0 => new JsonList(_random.List(0, 3, () => Value(depth - 1))),
        9 when depth > 0 => Object(depth - 1),
        10 => new JsonScalar(_random.Of(Vocabulary.Numbers)),
        _ => Path(),
    };

    private JsonObject Object(int depth) => new([.. _random.List(0, 3, () => new JsonMember(Vocabulary.Key(_random), Value(depth))).Where(member => member.Name[0] != '@')]);

    private JsonObject Directive(int depth)
    {
        var directive = depth > 0 ? _random.Of<Func<int, JsonObject>>(_directives)(depth - 1) : _random.Once(3) ? Template() : Path();
        return _random.Next(150) switch
        {
            0 => Mistake(directive),
            < 4 => directive.With("_metadata", new JsonObject(("label", new JsonText("x")))),
            _ => directive,
        };
    }

    private JsonObject Mistake(JsonObject directive) => directive is not { Members: [var member] } ? directive : _random.Next(5) switch
    {
        0 => new JsonObject([member with { Name = "@nope" }]),
        1 => new JsonObject([member, new JsonMember("a", JsonScalar.Null)]),
        2 => new JsonObject([member, new JsonMember("@path", new JsonText("$.a"))]),
        3 => new JsonObject([member with { Value = Vocabulary.Value(_random, 1).Rewrite(AsConstant) }]),
        _ => member.Value is JsonObject { Members.Count: > 0 } options
            ? new JsonObject([member with { Value = new JsonObject([.. options.Members.Skip(1), options.Members[0] with { Value = Vocabulary.Value(_random, 1).Rewrite(AsConstant) }]) }])
            : directive,
    };

    private JsonObject Path() => new(("@path", new JsonText(PathGenerator.Path(_random))));

    private JsonObject Template()
    {
        var template = PathGenerator.Template(_random);
        return new JsonObject(("@template", new JsonText(_shapes > 0 ? template.Replace("{{{", "{{", StringComparison.Ordinal) : template)));
    }

    private JsonObject Liquid() => new(("@liquid", new JsonText(LiquidGenerator.Template(_random))));

    private JsonObject IndirectPath(int depth) => new(("@path", _random.Once(2) ? Template() : Directive(depth)));

    private JsonObject IndirectTemplate(int depth) => new(("@template", Directive(depth)));

    private JsonObject Literal(int depth) => new(("@literal", Value(depth)));

    private JsonObject If(int depth)
    {
        var options = new JsonObject((_random.Of("exists", "exists", "blank"), _random.Once(6) ? Value(depth) : Path()));
        options = _random.Once(10) ? options : options.With("then", Value(depth));
        return new JsonObject(("@if", _random.Once(4) ? options : options.With("else", _random.Once(4) ? Falsy() : Value(depth))));
    }

    private JsonValue Falsy() => _random.Of<JsonValue>(new JsonScalar("0"), JsonScalar.Of(false), JsonScalar.Null, new JsonText(""));

    private JsonObject Case(int depth) => new(("@case", new JsonObject(
        ("operator", new JsonText(_random.Once(30) ? "title" : _random.Of("lower", "upper"))), ("value", TextOrDirective(depth)))));

    private JsonObject Replace(int depth)
    {
        var options = new JsonObject(("pattern", ShortText()), ("value", TextOrDirective(depth)));
        options = _random.Once(2) ? options : options.With("replacement", _random.Of<JsonValue>(ShortText(), new JsonText("$&"), new JsonText("$$"), new JsonText("$1"), new JsonText("$`$'")));
        options = _random.Once(3) ? options.With("pattern2", ShortText()).With("replacement2", ShortText()) : options;
        options = _random.Once(3) ? options.With("ignorecase", JsonScalar.Of(_random.Once(2))) : options;
        return new JsonObject(("@replace", _random.Once(3) ? options.With("global", JsonScalar.Of(_random.Once(2))) : options));
    }

    private JsonValue TextOrDirective(int depth) => _random.Once(8) ? new JsonText(_random.Of(Vocabulary.Texts)) : _random.Once(2) ? Path() : Directive(depth);

    private JsonText ShortText() => new(_random.Of("a", "e", "o", " ", "$", ".", "*", "ß", "I", "é", "Order", "5", "", "undefined", "A", "(", "[a]", "longer than ten"));

    private JsonObject ArrayPath(int depth)
    {
        JsonValue path = _random.Once(4) ? Directive(depth) : new JsonText(_random.Once(2) ? "$.items" : PathGenerator.Path(_random));
        if (_random.Once(4))
        {
            return new JsonObject(("@arrayPath", new JsonList([path])));
        }

        _shapes++;
        var shape = _random.Once(3) ? Directive(depth) : Object(depth);
        _shapes--;
        return new JsonObject(("@arrayPath", new JsonList([path, shape])));
    }

    private JsonObject Json(int depth) => new(("@json", new JsonObject(
        ("mode", new JsonText(_random.Once(30) ? "ENCODE" : _random.Of("encode", "decode"))), ("value", _random.Once(4) ? Value(depth) : Directive(depth)))));

    private JsonObject Flatten(int depth)
    {
        var options = new JsonObject(("value", Value(depth)), ("separator", new JsonText(_random.Of(".", "_", "::"))));
        return new JsonObject(("@flatten", _random.Once(2) ? options : options.With("omitArrays", _random.Of<JsonValue>(JsonScalar.Of(true), JsonScalar.Of(false), new JsonText("x")))));
    }

    private JsonObject Merge(int depth) => _shapes > 0 ? Path() : new(("@merge", new JsonObject(
        ("objects", new JsonList(_random.List(0, 3, () => _random.Once(2) ? Object(depth) : Directive(depth)))),
        ("direction", new JsonText(_random.Once(30) ? "Left" : _random.Of("left", "right"))))));

    private JsonObject Transform(int depth)
    {
        var apply = _random.Once(3) ? Directive(depth) : Object(depth);
        var maybeNoObject = IsDirective(apply) ? 1 : 0;
        _shapes += maybeNoObject;
        var mapping = _random.Once(3) ? Directive(depth) : Object(depth);
        _shapes -= maybeNoObject;
        return new JsonObject(("@transform", new JsonObject(("apply", apply), ("mapping", mapping))));
    }

    private JsonObject ExcludeWhenNull(int depth) => new(("@excludeWhenNull", Value(depth)));

    private static bool IsDirective(JsonObject value) => value.Members.Any(member => member.Name[0] == '@');

    /// <summary>Directives come on purpose only.</summary>
    private static JsonValue AsConstant(JsonValue value) => value is JsonObject members
        ? new JsonObject([.. members.Members.Where(member => member.Name[0] != '@')])
        : value;
}
