using ExtensibleWebhooks.Engine.Buffers;
using ExtensibleWebhooks.Engine.Text;

namespace ExtensibleWebhooks.Engine.Events;

/// <summary>Values as text, as JavaScript's String(value) gives them: what templates, headers and form bodies use.</summary>
internal static class EventText
{
    /// <summary>Appends the text, WTF-8. Arrays are joined by commas, null and missing elements of theirs being nothing; an object is [object Object].</summary>
    public static void Append(in EventValue value, ByteBuffer output)
    {
        switch (value.Kind)
        {
            case EventValueKind.Missing:
                output.Append("undefined"u8);
                break;
            case EventValueKind.Null:
                output.Append("null"u8);
                break;
            case EventValueKind.False:
                output.Append("false"u8);
                break;
            case EventValueKind.True:
                output.Append("true"u8);
                break;
            case EventValueKind.Number:
                AppendNumber(value, output);
                break;
            case EventValueKind.Text:
                output.Append(value.Text(stackalloc byte[Wtf8.SurrogateLength]));
                break;
            case EventValueKind.Array:
                AppendArray(value, output);
                break;
            case EventValueKind.Object:
            default:
                output.Append("[object Object]"u8);
                break;
        }
    }

    private static void AppendNumber(in EventValue value, ByteBuffer output)
    {
        const EventTokenTraits Exact = EventTokenTraits.Integer | EventTokenTraits.Canonical;
        if (value.IsWhole && (value.Token.Traits & Exact) == Exact)
        {
            output.Append(value.Document.TextOf(value.Token));
        }
        else
        {
            JsNumber.Write(value.GetNumber(), output);
        }
    }

    private static void AppendArray(in EventValue value, ByteBuffer output)
    {
        var first = true;
        foreach (var item in value.Items)
        {
            if (!first)
            {
                output.Append((byte)',');
            }

            first = false;
            if (!item.IsMissingOrNull)
            {
                Append(item, output);
            }
        }
    }
}
