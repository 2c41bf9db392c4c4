using System.Globalization;
using ExtensibleWebhooks.Engine.Buffers;
using ExtensibleWebhooks.Engine.Events;
using ExtensibleWebhooks.Engine.Text;

namespace ExtensibleWebhooks.Engine.Triggers.Functions;

/// <summary>
/// What the functions of one value do. A function that makes a new value allocates it; those that only look at one do not matter for the speed of other triggers.
/// Source: Segment's FQL reference; where it is silent, what its table of null values suggests.
/// </summary>
internal static class ValueConversions
{
    /// <summary>Elements of a list, bytes of a text, 0 of nothing.</summary>
    public static EventValue Length(EventValue value) => value.Kind switch
    {
        EventValueKind.Text => NumberOf(value.Text(stackalloc byte[Wtf8.SurrogateLength]).Length),
        EventValueKind.Array => value.Length(),
        EventValueKind.Missing or EventValueKind.Null => NumberOf(0),
        _ => default,
    };

    public static EventValue Lowercase(EventValue value) => Map(value, text => text.ToLowerInvariant());

    public static EventValue Uppercase(EventValue value) => Map(value, text => text.ToUpperInvariant());

    public static EventValue Snakecase(EventValue value) => Map(value, text => text.Replace(' ', '_'));

    public static EventValue Kebabcase(EventValue value) => Map(value, text => text.Replace(' ', '-'));

    /// <summary>The first letter of each word in its capital form, the others as they are.</summary>
    public static EventValue Titlecase(EventValue value) => Map(value, text => string.Create(text.Length, text, (output, source) =>
    {
        for (var i = 0; i < source.Length; i++)
        {
            var startsWord = i == 0 || char.IsWhiteSpace(source[i - 1]);
            output[i] = startsWord ? char.ToUpperInvariant(source[i]) : source[i];
        }
    }));

    public static EventValue TypeOf(EventValue value) => TextOf(value.Kind switch
    {
        EventValueKind.Missing or EventValueKind.Null => "null",
        EventValueKind.False or EventValueKind.True => "bool",
        EventValueKind.Number => "number",
        EventValueKind.Text => "string",
        EventValueKind.Array => "list",
        _ => "object",
    });

    /// <summary>False: nothing, false, 0, an empty text and an empty list.</summary>
    public static EventValue Bool(EventValue value) =>
        Read(value.IsTruthy() && !(value.Kind == EventValueKind.Array && !value.Items.MoveNext()) ? "true"u8.ToArray() : "false"u8.ToArray());

    /// <summary>The value as text; nothing gives "".</summary>
    public static EventValue Text(EventValue value)
    {
        using var output = new ByteBuffer();
        if (!value.IsMissingOrNull)
        {
            EventText.Append(value, output);
        }

        return Read(JsonText.Quote(output.Written));
    }

    /// <summary>A number, or the number that a text spells.</summary>
    public static EventValue Number(EventValue value) =>
        value.Kind == EventValueKind.Number ? value
        : value.GetText() is { } text && TriggerNumber.Parse(text.Trim()) is { } number && double.IsFinite(number) ? NumberOf(number)
        : default;

    private static EventValue Map(EventValue value, Func<string, string> map) => value.GetText() is { } text ? TextOf(map(text)) : default;

    private static EventValue TextOf(string text) => Read(JsonText.Quote(Wtf8.GetBytes(text)));

    private static EventValue NumberOf(double number) => Read(System.Text.Encoding.ASCII.GetBytes(number.ToString("R", CultureInfo.InvariantCulture)));

    private static EventValue Read(byte[] json) => EventDocument.Parse(json).Document?.Root ?? default;
}
