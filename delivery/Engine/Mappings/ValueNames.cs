using ExtensibleWebhooks.Engine.Events;

namespace ExtensibleWebhooks.Engine.Mappings;

/// <summary>What messages call the kinds of values.</summary>
internal static class ValueNames
{
    public static string Of(EventValueKind kind) => kind switch
    {
        EventValueKind.Missing => "no value",
        EventValueKind.Null => "null",
        EventValueKind.False or EventValueKind.True => "a boolean",
        EventValueKind.Number => "a number",
        EventValueKind.Text => "a text",
        EventValueKind.Array => "an array",
        EventValueKind.Object => "an object",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such kind."),
    };
}
