using ExtensibleWebhooks.Crds.Validation;
using ExtensibleWebhooks.Engine.Buffers;
using ExtensibleWebhooks.Engine.Events;
using ExtensibleWebhooks.Engine.Mappings.Nodes;

namespace ExtensibleWebhooks.Engine.Mappings.Directives;

/// <summary>
/// <c>{"@if": {"exists": …, "then": …, "else": …}}</c>: then, if the value of exists is neither missing nor null, otherwise else; a branch that is absent is missing.
/// <c>blank</c> in the place of <c>exists</c> asks, despite its name, that the value is not blank either: not "", 0, false, and no array that reads as "".
/// </summary>
internal sealed class IfDirective : MappingNode
{
    private const string Shape = "{\"exists\": …, \"then\": …, \"else\": …}";

    private static readonly string[] Keys = ["exists", "blank", "then", "else"];

    private readonly MappingNode _condition;
    private readonly bool _blank;
    private readonly MappingNode? _then;
    private readonly MappingNode? _else;

    private IfDirective(MappingNode condition, bool blank, MappingNode? then, MappingNode? @else)
    {
        _condition = condition;
        _blank = blank;
        _then = then;
        _else = @else;
    }

    public static MappingNode Compile(EventValue argument, string place, MappingBuilder builder)
    {
        if (argument.Kind != EventValueKind.Object)
        {
            return builder.Report(place, $"Expected an object {Shape}, found {ValueNames.Of(argument.Kind)}.");
        }

        var exists = argument.Member("exists"u8);
        var blank = argument.Member("blank"u8);
        if (!exists.IsTruthy() && !blank.IsTruthy())
        {
            return builder.Report(place, $"Expected a condition: exists (or blank) with a directive, such as {Shape}.");
        }

        var branches = Keys.Select(key => Branch(argument, key, place, builder)).ToArray();
        var condition = branches[0] ?? branches[1];
        // One of the two is truthy, so it is there.
        return new IfDirective(condition!, exists.IsMissing, branches[2], branches[3]);
    }

    public override bool Write(in EventValue payload, RenderContext context, ByteBuffer output) =>
        Choose(payload, context)?.Write(payload, context, output) ?? false;

    public override EventValue Resolve(in EventValue payload, RenderContext context) =>
        Choose(payload, context)?.Resolve(payload, context) ?? default;

    private static MappingNode? Branch(EventValue argument, string key, string place, MappingBuilder builder)
    {
        var value = argument.Member(System.Text.Encoding.UTF8.GetBytes(key));
        return value.IsMissing ? null : builder.Build(value, FieldPath.Member(place, key));
    }

    private MappingNode? Choose(in EventValue payload, RenderContext context)
    {
        var mark = context.Mark;
        var value = _condition.Resolve(payload, context);
        var holds = !value.IsMissingOrNull && !(_blank && IsBlank(value, context));
        context.Release(mark);
        return holds ? _then : _else;
    }

    /// <summary>JavaScript's <c>value == ""</c>.</summary>
    private static bool IsBlank(in EventValue value, RenderContext context)
    {
        if (value.Kind != EventValueKind.Array)
        {
            return !value.IsTruthy();
        }

        var text = context.Take().Output;
        EventText.Append(value, text);
        return text.Length == 0;
    }
}
