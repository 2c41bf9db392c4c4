using ExtensibleWebhooks.Engine.Buffers;
using ExtensibleWebhooks.Engine.Events;
using ExtensibleWebhooks.Engine.Text;

namespace ExtensibleWebhooks.Engine.Requests;

/// <summary>Values where a request has text.</summary>
internal static class RequestText
{
    /// <summary>For fields that are text: the reference's schema takes numbers and booleans as their text, and an array of one such value as that value. Null: it is no text.</summary>
    public static string? Coerce(EventValue value)
    {
        if (value.Kind == EventValueKind.Array)
        {
            var items = value.Items;
            value = items.MoveNext() && items.Current is var only && !items.MoveNext() ? only : default;
        }

        return value.Kind is EventValueKind.Text or EventValueKind.Number or EventValueKind.True or EventValueKind.False ? ToText(value) : null;
    }

    /// <summary>JavaScript's String(value).</summary>
    public static string ToText(EventValue value)
    {
        using var output = new ByteBuffer();
        EventText.Append(value, output);
        return Wtf8.GetString(output.Written);
    }
}
